package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// listmonk is github.com/knadh/listmonk itself, built from a checkout, with its own tables on the same PostgreSQL and its
// mail going to the same kind of sink.
type listmonk struct {
	dir     string
	url     string
	db      *sql.DB
	pg      *server
	sink    *sink
	process *exec.Cmd
	token   string // of its API
	calls   int
}

// The list people join and the campaign whose link they leave by.
const (
	listID     = "11111111-1111-4111-8111-111111111111"
	campaignID = "22222222-2222-4222-8222-222222222222"
)

var errNoListmonk = errors.New("name a checkout of github.com/knadh/listmonk with -listmonk to run it")

// openListmonk builds, installs and starts it.
func openListmonk(ctx context.Context, checkout string, pg *server) (_ *listmonk, err error) {
	if checkout == "" || pg == nil {
		return nil, errNoListmonk
	}
	m := &listmonk{url: "http://127.0.0.1:9471", pg: pg}
	if m.dir, err = os.MkdirTemp("", "assent-bench"); err != nil {
		return nil, err
	}
	if m.sink, err = openSink(); err != nil {
		return nil, err
	}
	if err := m.install(ctx, checkout, pg); err != nil {
		return nil, err
	}
	if err := m.settle(ctx, pg.url("listmonk")); err != nil {
		return nil, err
	}
	return m, m.serve(checkout)
}

func (m *listmonk) install(ctx context.Context, checkout string, pg *server) error {
	admin, err := sql.Open("pgx", pg.url("postgres"))
	if err != nil {
		return err
	}
	defer admin.Close()
	if _, err := admin.ExecContext(ctx, "DROP DATABASE IF EXISTS listmonk"); err != nil {
		return err
	}
	if _, err := admin.ExecContext(ctx, "CREATE DATABASE listmonk"); err != nil {
		return err
	}
	// Its console is not needed, but the folder is looked for.
	if err := os.MkdirAll(filepath.Join(checkout, "frontend", "dist"), 0o755); err != nil {
		return err
	}
	config := fmt.Sprintf("[app]\naddress = %q\n[db]\nhost = %q\nport = 5432\nuser = \"postgres\"\npassword = \"\"\ndatabase = \"listmonk\"\nssl_mode = \"disable\"\nmax_open = 25\nmax_idle = 25\nmax_lifetime = \"300s\"\n",
		strings.TrimPrefix(m.url, "http://"), pg.dir)
	if err := os.WriteFile(m.config(), []byte(config), 0o600); err != nil {
		return err
	}
	build := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(m.dir, "listmonk"), "./cmd")
	build.Dir, build.Env = checkout, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build listmonk: %w: %s", err, out)
	}
	install := m.command(checkout, "--install", "--yes")
	install.Env = append(os.Environ(), "LISTMONK_ADMIN_USER=admin", "LISTMONK_ADMIN_PASSWORD=of-no-interest", "LISTMONK_ADMIN_API_USER=bench")
	out, err := install.CombinedOutput()
	if err != nil {
		return fmt.Errorf("install listmonk: %w: %s", err, out)
	}
	if _, token, found := strings.Cut(string(out), `LISTMONK_ADMIN_API_TOKEN="`); found {
		m.token, _, _ = strings.Cut(token, `"`)
	}
	return nil
}

func (m *listmonk) config() string { return filepath.Join(m.dir, "config.toml") }

func (m *listmonk) command(checkout string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(m.dir, "listmonk"), append([]string{"--config", m.config()}, args...)...)
	c.Dir, c.SysProcAttr = checkout, &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	return c
}

// settle writes what an operator would set in its console.
func (m *listmonk) settle(ctx context.Context, database string) (err error) {
	if m.db, err = sql.Open("pgx", database); err != nil {
		return err
	}
	smtp := fmt.Sprintf(`[{"enabled":true,"host":"127.0.0.1","port":%d,"auth_protocol":"none","username":"","password":"","hello_hostname":"","max_conns":10,`+
		`"idle_timeout":"15s","wait_timeout":"5s","max_msg_retries":2,"tls_type":"none","tls_skip_verify":false,"email_headers":[],"from_addresses":[]}]`, m.sink.port())
	for _, statement := range []string{
		"UPDATE settings SET value = '" + smtp + "' WHERE key = 'smtp'",
		"UPDATE settings SET value = '\"" + m.url + "\"' WHERE key = 'app.root_url'",
		"INSERT INTO lists (uuid, name, type, optin) VALUES ('" + listID + "', 'Newsletter', 'public', 'double')",
		"INSERT INTO campaigns (uuid, name, subject, from_email, body, messenger) VALUES ('" + campaignID + "', 'c', 's', 'a@example.org', 'b', 'email')",
		"INSERT INTO campaign_lists (campaign_id, list_id, list_name) SELECT c.id, l.id, l.name FROM campaigns c, lists l WHERE c.uuid = '" + campaignID + "' AND l.uuid = '" + listID + "'",
	} {
		if _, err := m.db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func (m *listmonk) serve(checkout string) error {
	m.process = m.command(checkout)
	if err := m.process.Start(); err != nil {
		return err
	}
	var last error
	for range 100 {
		time.Sleep(100 * time.Millisecond)
		a, err := http.Get(m.url + "/subscription/form")
		if last = err; err == nil {
			a.Body.Close()
			return nil
		}
	}
	return last
}

// pids are the programs whose processor time counts: its own and its database's.
func (m *listmonk) pids() []int { return []int{m.process.Process.Pid, m.pg.process.Process.Pid} }

func (m *listmonk) close() {
	if m == nil {
		return
	}
	if m.process != nil {
		_ = m.process.Process.Signal(syscall.SIGTERM)
		_ = m.process.Wait()
	}
	_ = m.db.Close()
	_ = m.sink.Close()
	_ = os.RemoveAll(m.dir)
}

// optin sets whether the list asks for confirmation by mail.
func (m *listmonk) optin(ctx context.Context, kind string) error {
	_, err := m.db.ExecContext(ctx, "UPDATE lists SET optin = '"+kind+"' WHERE uuid = '"+listID+"'")
	return err
}

// signUps posts its public form for new people; with mails, until the last confirmation mail has come.
func (m *listmonk) signUps(ctx context.Context, n int, mails bool) (lap, error) {
	kind := "single"
	if mails {
		kind = "double"
	}
	if err := m.optin(ctx, kind); err != nil {
		return lap{}, err
	}
	m.calls++
	call, before := m.calls, m.sink.mails.Load()
	l := load{n: n, clients: 64, fine: answers(http.StatusOK), request: func(i int) (*http.Request, error) {
		form := url.Values{"email": {fmt.Sprintf("reader%d.%d@example.org", call, i)}, "name": {"Reader"}, "l": {listID}}
		r, err := http.NewRequest("POST", m.url+"/subscription/form", strings.NewReader(form.Encode()))
		if err == nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		return r, err
	}}
	return metered(m.pids(), func() (lap, error) {
		posted, err := l.drive(ctx)
		if err == nil && mails {
			began := time.Now()
			patient, cancel := context.WithTimeout(ctx, 5*time.Minute)
			defer cancel()
			err = m.sink.await(patient, before+int64(n))
			posted.took += time.Since(began)
		}
		return posted, err
	})
}

// oneClicks has people leave by the link of a campaign.
func (m *listmonk) oneClicks(ctx context.Context, n int) (lap, error) {
	if _, err := m.signUps(ctx, n, false); err != nil {
		return lap{}, err
	}
	rows, err := m.db.QueryContext(ctx, "SELECT uuid::text FROM subscribers ORDER BY id DESC LIMIT $1", n)
	if err != nil {
		return lap{}, err
	}
	defer rows.Close()
	var people []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return lap{}, err
		}
		people = append(people, id)
	}
	l := load{n: len(people), clients: 64, fine: answers(http.StatusOK), request: func(i int) (*http.Request, error) {
		return oneClick(m.url+"/subscription/"+campaignID+"/"+people[i], network(i))
	}}
	laps, err := metered(m.pids(), func() (lap, error) { return l.drive(ctx) })
	return laps, errors.Join(err, rows.Err())
}
