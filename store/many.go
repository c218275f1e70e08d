package store

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Statements that are said of many rows at once: a list of values that is inserted, and a list of
// keys that is looked for. Their texts are made from the text for one, in two lengths.
const (
	manyRows = 64
	fewRows  = 8
	allRows  = 0 // where the statement takes a list for each column, however long: sql/postgres/stream.sql
)

// insertedTogether are the statements that a batch says of many rows; besides, each that asks "IN ($n)".
var insertedTogether = []string{"append_event", "put_sealed", "new_person", "new_point", "put_state", "put_idempotent", "replace_idempotent", "put_delivery", "add_mails", "add_to_counter"}

// times names the statement for n rows.
func times(name string, n int) string { return name + "*" + strconv.Itoa(n) }

// addMany adds to texts those for many rows.
func addMany(texts map[string]string, sqlite bool) {
	more := map[string]string{}
	for name, text := range texts {
		for _, n := range []int{fewRows, manyRows} {
			switch {
			case slices.Contains(insertedTogether, name):
				more[times(name, n)] = inserting(text, n)
			case asked.MatchString(text) || laid.MatchString(text):
				more[times(name, n)] = asking(text, n)
			}
		}
	}
	for name, text := range more {
		if sqlite {
			text = forSQLite(text)
		}
		texts[name] = text
	}
}

// forSQLite writes a statement of many rows as SQLite takes it best. A numbered parameter would be looked up among all the others,
// but for the first, the organisation. And where one row fails the whole transaction is given up, so the journal by which
// SQLite would take back the rows before it is spared.
func forSQLite(text string) string {
	text = numbered.ReplaceAllStringFunc(text, func(p string) string {
		if p == "$1" {
			return "?1"
		}
		return "?"
	})
	return strings.Replace(text, "INSERT INTO", "INSERT OR FAIL INTO", 1)
}

var (
	asked    = regexp.MustCompile(`IN \(\$(\d+)\)`)
	laid     = regexp.MustCompile(`\(VALUES \(\$(\d+)::(\w+)\)\)`)
	inserted = regexp.MustCompile(`VALUES \(\$1(?:, \$\d+)*\)`)
	numbered = regexp.MustCompile(`\$\d+`)
)

// asking writes out the list of keys of a statement: "IN ($k)", or "(VALUES ($k::type))".
func asking(text string, n int) string {
	text = laid.ReplaceAllStringFunc(text, func(values string) string {
		parts := laid.FindStringSubmatch(values)
		first, _ := strconv.Atoi(parts[1])
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf("($%d::%s)", first+i, parts[2])
		}
		return "(VALUES " + strings.Join(list, ", ") + ")"
	})
	return asked.ReplaceAllStringFunc(text, func(in string) string {
		first, _ := strconv.Atoi(asked.FindStringSubmatch(in)[1])
		return "IN " + tuple(first, n)
	})
}

// inserting writes out n rows for "VALUES ($1, …)", all of the organisation that is named first.
func inserting(text string, n int) string {
	return inserted.ReplaceAllStringFunc(text, func(values string) string {
		wide := strings.Count(values, "$") - 1
		rows := make([]string, n)
		for i := range rows {
			rows[i] = "($1, " + tuple(2+i*wide, wide)[1:]
		}
		return "VALUES " + strings.Join(rows, ", ")
	})
}

// tuple writes n parameters from the first on.
func tuple(first, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = "$" + strconv.Itoa(first+i)
	}
	return "(" + strings.Join(list, ", ") + ")"
}
