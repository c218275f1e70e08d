package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// server is a PostgreSQL of our own in a temporary folder, durable as a product's must be (fsync, synchronous_commit).
type server struct {
	dir     string
	process *exec.Cmd
	count   int
}

// startPostgres needs the server's programs in a folder of the distribution's, or on the path.
func startPostgres(ctx context.Context) (_ *server, err error) {
	bin, err := postgresBin()
	if err != nil {
		return nil, err
	}
	s := &server{}
	if s.dir, err = os.MkdirTemp("", "assent-bench-pg"); err != nil {
		return nil, err
	}
	who, err := nobodyOfRoot(s.dir)
	if err != nil {
		return nil, err
	}
	init := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", filepath.Join(s.dir, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
	init.SysProcAttr, init.Dir = &syscall.SysProcAttr{Credential: who}, s.dir
	if out, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	s.process = exec.Command(filepath.Join(bin, "postgres"), "-D", filepath.Join(s.dir, "data"), "-c", "listen_addresses=", "-c", "unix_socket_directories="+s.dir,
		"-c", "shared_buffers=2GB", "-c", "max_wal_size=8GB", "-c", "work_mem=256MB", "-c", "max_connections=200")
	s.process.SysProcAttr, s.process.Dir = &syscall.SysProcAttr{Credential: who, Pdeathsig: syscall.SIGINT}, s.dir
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	return s, s.await(ctx)
}

func (s *server) await(ctx context.Context) error {
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	for range 300 {
		if err = db.PingContext(ctx); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

func (s *server) url(database string) string {
	return "postgres://postgres@/" + database + "?host=" + url.QueryEscape(s.dir)
}

// fresh makes a new database and returns its URL.
func (s *server) fresh(ctx context.Context) (string, error) {
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return "", err
	}
	defer db.Close()
	s.count++
	name := fmt.Sprintf("bench%d", s.count)
	_, err = db.ExecContext(ctx, "CREATE DATABASE "+name)
	return s.url(name), err
}

func (s *server) stop() error {
	if s == nil || s.process == nil {
		return nil
	}
	_ = s.process.Process.Signal(syscall.SIGINT)
	_ = s.process.Wait()
	return os.RemoveAll(s.dir)
}

func postgresBin() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("postgres")
	if err != nil {
		return "", errors.New("PostgreSQL is not installed")
	}
	return filepath.Dir(path), nil
}

// nobodyOfRoot is the user postgres if we are root, whom the server refuses; the folder is then made over.
func nobodyOfRoot(dir string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, uid, gid)
}
