package store

import (
	"bufio"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed sql
var sqlFiles embed.FS

// statements are the prepared statements of one database, by name.
type statements map[string]*sql.Stmt

// statementTexts reads the named statements of sql/ and, for what the databases say
// differently, of the twin folder sql/<database>/.
func statementTexts(database string) (map[string]string, error) {
	texts := map[string]string{}
	for _, dir := range []string{"sql", path.Join("sql", database)} {
		files, err := fs.Glob(sqlFiles, dir+"/*.sql")
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			data, err := sqlFiles.ReadFile(file)
			if err != nil {
				return nil, err
			}
			if err := splitStatements(string(data), texts); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
		}
	}
	addMany(texts, database == "sqlite")
	return texts, nil
}

// splitStatements adds to texts each statement of a file: what follows "-- name: X", up to
// the semicolon. Other comments are for the reader.
func splitStatements(file string, texts map[string]string) error {
	name := ""
	for lines := bufio.NewScanner(strings.NewReader(file)); lines.Scan(); {
		line := lines.Text()
		switch found, isName := strings.CutPrefix(line, "-- name: "); {
		case isName:
			name = found
			if _, twice := texts[name]; twice {
				return fmt.Errorf("two statements are named %s", name)
			}
			texts[name] = ""
		case strings.HasPrefix(line, "--") || line == "":
		case name == "":
			return errors.New("a statement without a name")
		default:
			last, ends := strings.CutSuffix(line, ";") // nothing may follow: SQLite's driver would parse the text anew each time
			texts[name] += last
			if ends {
				name = ""
				continue
			}
			texts[name] += "\n"
		}
	}
	return nil
}

// prepare prepares every statement, so that one which a database does not understand stops
// the start and not a request.
func prepare(ctx context.Context, db *sql.DB, texts map[string]string) (statements, error) {
	out := statements{}
	for name, text := range texts {
		stmt, err := db.PrepareContext(ctx, text)
		if err != nil {
			return nil, fmt.Errorf("prepare %s: %w", name, err)
		}
		out[name] = stmt
	}
	return out, nil
}
