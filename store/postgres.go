package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"assent"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// postgresConnections bounds the connections of one process: the writer, followers, and readers.
const postgresConnections = 16

func openPostgres(ctx context.Context, url string) (*engine, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, assent.Problemf("BAD_DATABASE_URL",
			"The database URL cannot be read; it looks like postgres://user@host:5432/name.")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 5 * time.Second
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "assent"
	}
	if config.ValidateConnect == nil { // never decide from a replica
		config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
	e := &engine{
		name: "postgres", dialect: goose.DialectPostgres,
		snapshot: sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead},
		patient:  func(ctx context.Context) context.Context { return ctx },
		down:     postgresDown,
		collided: postgresCollided,
	}
	config.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) {
		if n.SeverityUnlocalized == "WARNING" {
			e.warnings.Add(1)
		}
	}
	db := sql.OpenDB(fencedConnector{stdlib.GetConnector(*config)})
	db.SetMaxOpenConns(postgresConnections)
	db.SetMaxIdleConns(postgresConnections)
	e.write, e.read = db, db
	if err := verifyPostgres(ctx, db); err != nil {
		return nil, errors.Join(cannotOpen(err), db.Close())
	}
	return e, nil
}

// verifyPostgres asks the server what it does in a session of ours.
func verifyPostgres(ctx context.Context, db *sql.DB) error {
	for _, setting := range []string{"fsync", "synchronous_commit"} {
		var value string
		if err := db.QueryRowContext(ctx, "SHOW "+setting).Scan(&value); err != nil {
			return fmt.Errorf("PostgreSQL: %w", err)
		}
		if value == "off" {
			return notDurable("PostgreSQL", setting, value, "on")
		}
	}
	return nil
}

// postgresDown: no connection, a connection lost, or a server that stops, recovers or is full
// (SQLSTATE classes 08, 53, 57P, 58).
func postgresDown(err error) bool {
	var reply *pgconn.PgError
	if errors.As(err, &reply) {
		return slices.ContainsFunc([]string{"08", "53", "57P", "58"}, func(class string) bool {
			return strings.HasPrefix(reply.Code, class)
		})
	}
	var network net.Error
	var connect *pgconn.ConnectError
	return errors.As(err, &network) || errors.As(err, &connect) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		pgconn.Timeout(err) || pgconn.SafeToRetry(err)
}

// postgresCollided: a deadlock or a serialization failure (SQLSTATE class 40).
func postgresCollided(err error) bool {
	var reply *pgconn.PgError
	return errors.As(err, &reply) && strings.HasPrefix(reply.Code, "40")
}
