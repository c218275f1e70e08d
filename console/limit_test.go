package console_test

import (
	"bytes"
	"net/http"
	"regexp"
	"testing"

	"assent/auth"
	"assent/intake/intaketest"
)

func TestAFileThatIsTooLargeIsRefusedWithTheLimitAndAnotherWay(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	v.upload("/console/imports", nil, "file", bytes.Repeat([]byte("ana@example.org\n"), 2<<20+1)).
		is(http.StatusBadRequest).says("At most 32768 KiB", "assent import")
}

var inside = regexp.MustCompile(`href="(/console[^"?#]*)`)

func TestTheFirstScreenLeadsNobodyToWhereHerRoleIsRefused(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	for _, role := range auth.Roles() {
		v := w.operator(role)
		for _, link := range inside.FindAllStringSubmatch(v.get("/console").is(http.StatusOK).body, -1) {
			if got := v.get(link[1]).status; got == http.StatusForbidden {
				t.Errorf("%s leads as %s to what the role has not", link[1], role)
			}
		}
	}
}
