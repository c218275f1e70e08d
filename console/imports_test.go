package console_test

import (
	"archive/zip"
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"assent"
	"assent/auth"
	"assent/console"
	"assent/dossier"
	"assent/intake/intaketest"
)

// work does what waits in the background, as the server's runner does.
func (w *world) work() {
	w.t.Helper()
	for more := true; more; {
		var err error
		more, err = w.jobs.Work(w.Org).Round(w.t.Context())
		must(w.t, err)
	}
}

func TestAFileIsUploadedTriedRunAndUndone(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		v := w.operator(auth.Campaigner)
		v.get("/console/imports").is(http.StatusOK).says("Nothing was taken over yet")
		v.upload("/console/imports", nil, "file", []byte("ana@example.org,x\n")).is(http.StatusBadRequest).says("must name the columns")
		file := "Courriel,status,Seit\nana@example.org,granted,2026-03-01\nbroken,granted,2026-03-01\n"
		at := v.upload("/console/imports", nil, "file", []byte(file)).is(http.StatusSeeOther).header.Get("Location")
		v.get(at).is(http.StatusOK).says("proof.bin", "Seit", "By its title")
		v.post(at+"/run", nil).is(http.StatusConflict)
		v.post(at+"/try", form("purpose", "newsletter", "channel", "email")).is(http.StatusBadRequest).says(`These columns are not known: "Seit"`)
		v.post(at+"/try", form("purpose", "newsletter", "channel", "email", "column2", "occurred_at")).leads(at)
		p := v.get(at).says("Being tried")
		if p.header.Get("Refresh") == "" {
			t.Error("the screen of an import at work does not come again by itself")
		}
		w.work()
		v.get(at).says("What would happen", "Run it")
		v.get(at + "/findings.csv").is(http.StatusOK).says("3,no,").hides("ana@example.org")
		v.post(at+"/run", nil).leads(at)
		w.work()
		v.get(at).says("What happened", "consent.granted", "Undo the import")
		v.post(at+"/undo", nil).is(http.StatusBadRequest).says("Tick the box")
		v.post(at+"/undo", form("sure", "yes")).leads(at)
		w.work()
		v.get(at).says("undone for 1 person")
		v.get("/console/imports").says("Undone")
		v.get("/console/imports.csv").says("proof.bin")
		for id := range h.State("ana@example.org").Points {
			if s := h.State("ana@example.org").Standing(id, assent.Scope{Purpose: "newsletter", Channel: "email", Party: "own"}, h.Clock.Now()); s.Status != assent.Unknown {
				t.Errorf("she is %s", s.Status)
			}
		}
	})
}

func TestALargeFileIsTakenAsItComesUpToTheBound(t *testing.T) {
	w := newWorld(t, intaketest.New(t), func(c *console.Config) { c.Imports.Most = 40 << 20 })
	v := w.operator(auth.Campaigner)
	v.get("/console/imports").says("Up to 40 MiB.")
	line := "ana@example.org,granted,2026-03-01\n"
	file := append([]byte("email,status,occurred_at\n"), bytes.Repeat([]byte(line), (35<<20)/len(line))...)
	v.upload("/console/imports", nil, "file", file).is(http.StatusSeeOther)
	v.upload("/console/imports", nil, "file", append(file, file...)).is(http.StatusBadRequest).says("larger than 40 MiB", "assent import")
	v.upload("/console/imports", nil, "other", file[:100]).is(http.StatusBadRequest).says("Choose a CSV file first.")
	v.post("/console/imports", form("file", "x")).is(http.StatusBadRequest).says("Choose a CSV file first.")
	w.visitor().upload("/console/imports", nil, "file", file[:100]).is(http.StatusSeeOther) // to the sign-in
	w.operator(auth.Viewer).upload("/console/imports", nil, "file", file[:100]).is(http.StatusForbidden)
}

func TestAnUploadOnItsWayIsShownElsewhere(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	body, sent := io.Pipe()
	form := multipart.NewWriter(sent)
	answer := make(chan *page, 1)
	go func() { answer <- v.do(http.MethodPost, "/console/imports", form.FormDataContentType(), body) }()
	part, err := form.CreateFormFile("file", "customers.csv")
	must(t, err)
	_, err = part.Write([]byte("email,status,occurred_at\n" + strings.Repeat("ana@example.org,granted,2026-03-01\n", 100_000)))
	must(t, err)
	for !strings.Contains(v.get("/console/imports").body, "Coming in now") { // what was written may still lie between browser and server
		select {
		case early := <-answer:
			t.Fatalf("the upload was answered before it ended:\n%s", early.body)
		default:
		}
	}
	p := v.get("/console/imports").is(http.StatusOK).says("Coming in now", "customers.csv", "MiB so far", "Campaigner")
	if p.header.Get("Refresh") == "" {
		t.Error("the screen does not come again by itself")
	}
	must(t, form.Close())
	must(t, sent.Close())
	at := (<-answer).is(http.StatusSeeOther).header.Get("Location")
	v.get(at).says("customers.csv")
	v.get("/console/imports").hides("Coming in now")
}

func TestTheMappingScreenSpeaksOfItsFieldsAndKeepsWhatWasChosen(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	at := v.upload("/console/imports", nil, "file", []byte("Courriel,status,Seit,Farbe\nana@example.org,granted,2026-03-01,rot\n")).is(http.StatusSeeOther).header.Get("Location")
	p := v.post(at+"/try", form("purpose", "newsletter", "channel", "email", "column2", "occurred_at", "zone", "Europe/Paris", "relationship", "purchase"))
	p.is(http.StatusBadRequest).says(`These columns are not known: "Farbe". Say what each holds, or leave it out.`, `value="Europe/Paris"`, `value="occurred_at" selected`, `value="purchase" selected`)
	p.hides("--map")
	v.post(at+"/try", form("format", "hubspot", "column0", "email")).is(http.StatusBadRequest).hides("--purpose").says("name the purpose for the whole file")
}

func TestARegulatorsFileIsTakenOutAndHolds(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	ana := w.subscribed()
	w.seal()
	v := w.operator(auth.DPO)
	v.get("/console/exports").is(http.StatusOK).says("A file for a regulator")
	v.post("/console/exports/dossier", nil).is(http.StatusBadRequest).says("Name people, a purpose, or both.")
	p := v.post("/console/exports/dossier", form("who", "ana@example.org\n", "share", "regulator")).is(http.StatusOK)
	files, err := zip.NewReader(bytes.NewReader([]byte(p.body)), int64(len(p.body)))
	must(t, err)
	if found := dossier.Verify(files, w.Vault.LogVerifierKey()); !found.OK() || found.Proofs == 0 {
		t.Errorf("it is %+v", found)
	}
	v.get("/console/trail").says("Took out a file for a regulator", ana.Person.String())
}

func TestRequestsAreEnteredAnsweredAndExtended(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.subscribed()
	v := w.operator(auth.DPO)
	v.get("/console/requests").is(http.StatusOK).says("No request is open")
	v.post("/console/requests", form("right", "gossip", "way", "letter")).is(http.StatusBadRequest)
	v.post("/console/requests", form("right", "access", "way", "letter", "who", "ana@example.org", "reference", "2026/17")).leads("/console/requests?done=request_added")
	list := v.get("/console/requests").says("Access", "2026/17")
	_, rest, _ := strings.Cut(list.body, `action="/console/requests/`)
	id, _, _ := strings.Cut(rest, "/")
	v.post("/console/requests/"+id+"/extend", form("reason", "complexity")).leads("/console/requests?done=request_extended")
	v.post("/console/requests/"+id+"/answer", form("outcome", "done")).leads("/console/requests?done=request_answered")
	v.post("/console/requests/"+id+"/answer", form("outcome", "exempt")).is(http.StatusConflict).says("answered already")
	v.get("/console/requests?show=all").says("Done")
	v.get("/console/requests.csv?show=all").says("2026/17", "operator:")
}

func TestWhoIsDueIsShownAtOnceAndInWholeAsAFile(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.subscribed()
	v := w.operator(auth.DPO)
	v.get("/console/retention").is(http.StatusOK).says("Nobody is erased by itself")
	v.get("/console/retention?by=2036-01-01").says("Ask again", "/console/people/", "Newsletter · E-mail", "The person has not been active for too long").hides("RETENTION_ELAPSED")
	v.get("/console/retention?by=soon").is(http.StatusBadRequest)
	v.get("/console/retention.csv?by=2036-01-01").is(http.StatusOK).says("person,on,do", ",ask,newsletter")
}

func TestTheLawIsListedWithWhatChangesInIt(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Viewer)
	v.get("/console/law").is(http.StatusOK).says("France", "/laws/FR", "What comes in the next weeks")
	v.get("/console/law/FR?from=2026-08-10&to=2026-08-11").is(http.StatusOK).says("Telephone call", "What changes in the law of France")
	v.get("/console/law/FR?from=2026-08-11&to=2026-08-11").says("Nothing changes between these days.")
	v.get("/console/law/FR?from=soon").is(http.StatusBadRequest).says("A day is written as")
	v.get("/console/law.csv").says("FR,France")
	v.get("/console/law/ahead").is(http.StatusOK)
}
