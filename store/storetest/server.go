package storetest

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// serve starts the server and waits for the end of its standard input, which comes when the
// test process ends, even by kill -9. Then it stops the server and removes the folder.
const serve = `
bin=$1 dir=$2
shift 2
"$bin/postgres" -D "$dir/data" -c listen_addresses= -c unix_socket_directories="$dir" \
	-c fsync=on -c synchronous_commit=on -c shared_buffers=32MB -c max_connections=200 "$@" &
server=$!
trap '' INT
read -r _
kill -INT $server
wait $server
rm -rf "$dir"
`

// plainRole owns the databases of the tests, as in production: one whom row-level security binds.
const plainRole = "assent"

// running is a server that is there for tests.
type running struct {
	url   string    // of its maintenance database, as who administers it
	plain bool      // it has the role plainRole
	guard io.Closer // the guard's standard input; nil if the server is not ours
}

// startServer starts a PostgreSQL server of our own, with further settings ("fsync=off"), that
// listens on a socket in a temporary folder which only its user can enter.
func startServer(settings ...string) (running, error) {
	bin, err := binaries()
	if err != nil {
		return running{}, err
	}
	as, err := credential()
	if err != nil {
		return running{}, err
	}
	dir, err := initialise(bin, as)
	if err != nil {
		return running{}, err
	}
	guard, err := launch(bin, dir, as, settings)
	if err != nil {
		return running{}, err
	}
	base := "postgres://postgres@/postgres?host=" + url.QueryEscape(dir)
	return running{url: base, guard: guard}, await(base, filepath.Join(dir, "log"))
}

// initialise makes a temporary folder with an empty cluster in it.
func initialise(bin string, as *syscall.Credential) (dir string, err error) {
	if dir, err = os.MkdirTemp("", "assent-pg-"); err != nil {
		return "", err
	}
	if as != nil {
		if err := os.Chown(dir, int(as.Uid), int(as.Gid)); err != nil {
			return "", err
		}
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "--no-sync", "-D", filepath.Join(dir, "data"),
		"-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	initdb.Dir = dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return "", fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return dir, nil
}

// launch starts the shell that guards the server, in a session of its own, and returns its
// standard input, to be held open for as long as the server is wanted.
func launch(bin, dir string, as *syscall.Credential, settings []string) (io.Closer, error) {
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	arguments := []string{"-c", serve, "sh", bin, dir}
	for _, s := range settings {
		arguments = append(arguments, "-c", s)
	}
	guard := exec.Command("/bin/sh", arguments...)
	guard.Dir, guard.Stdout, guard.Stderr = dir, log, log
	guard.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setsid: true}
	stdin, err := guard.StdinPipe()
	if err != nil {
		return nil, err
	}
	return stdin, guard.Start()
}

// addPlainRole makes the role that owns the databases of the tests.
func (s running) addPlainRole() (running, error) {
	db, err := sql.Open("pgx", s.url)
	if err != nil {
		return s, err
	}
	defer db.Close()
	_, err = db.Exec("CREATE ROLE " + plainRole + " LOGIN")
	s.plain = err == nil
	return s, err
}

// await returns once the server answers.
func await(base, log string) error {
	db, err := sql.Open("pgx", base)
	if err != nil {
		return err
	}
	defer db.Close()
	for range 600 {
		if err = db.Ping(); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	said, _ := os.ReadFile(log)
	return fmt.Errorf("PostgreSQL does not start: %w\n%s", err, said)
}

// binaries finds the folder of the newest installed server.
func binaries() (string, error) {
	var found []string
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin/initdb", "/usr/pgsql-*/bin/initdb",
		"/opt/homebrew/opt/postgresql@*/bin/initdb", "/usr/local/opt/postgresql@*/bin/initdb"} {
		paths, _ := filepath.Glob(pattern) // the patterns are well-formed
		found = append(found, paths...)
	}
	if len(found) == 0 {
		path, err := exec.LookPath("initdb")
		if err != nil {
			return "", errors.New(installPostgres)
		}
		found = []string{path}
	}
	newest := slices.MaxFunc(found, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) // 9 before 15
	})
	return filepath.Dir(newest), nil
}

// credential is the user whom the server runs as: ourselves, or, since PostgreSQL refuses to
// run as root, the distribution's user or nobody.
func credential() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
	}
	return nil, errors.New("as root, PostgreSQL needs a user to run as: postgres or nobody")
}
