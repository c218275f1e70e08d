package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"assent"
	"assent/ledger"
)

type verifyVerb struct {
	where      `embed:""`
	Bundle     string   `arg:"" optional:"" help:"Proof bundle or dossier to check. Without it the whole store is audited." type:"path"`
	Key        string   `help:"The log's key, from a source you trust; init and prove print it."`
	Checkpoint []string `help:"Files with checkpoints of this log that were kept elsewhere: the log must continue them." type:"path"`
	Keep       string   `help:"File to write the log's checkpoint to, if everything holds: keep it elsewhere." type:"path"`
	JSON       bool     `help:"As JSON."`
}

func (v *verifyVerb) Run(ctx context.Context, con console) error {
	if v.Bundle == "" {
		return v.store(ctx, con)
	}
	whole, err := isDossier(v.Bundle)
	if err != nil {
		return err
	}
	if whole {
		return v.dossier(con)
	}
	return v.bundle(con)
}

// maxBundle is far beyond any bundle: one event, its openings and some forty hashes.
const maxBundle = 1 << 20

// checked is what verify says of a bundle.
type checked struct {
	OK                bool             `json:"ok"`
	SignerEstablished bool             `json:"signer_established"`
	Verdict           string           `json:"verdict"`
	Event             *assent.Event    `json:"event,omitzero"`
	Opened            []assent.Opening `json:"opened,omitzero"`
}

// bundle checks a bundle with nothing but the file and the key.
func (v *verifyVerb) bundle(con console) error {
	data, err := readBundle(v.Bundle)
	if err != nil {
		return err
	}
	found, err := ledger.Verify(data, v.Key)
	if err != nil {
		out := checked{Verdict: err.Error()}
		return errors.Join(con.print(v.JSON, out, func(w io.Writer) error {
			_, err := fmt.Fprintf(w, "REFUSED  %s\n", out.Verdict)
			return err
		}), errNo)
	}
	out := checked{true, found.Established, found.Verdict(), found.Event, found.Openings}
	return con.print(v.JSON, out, out.tell)
}

func readBundle(path string) ([]byte, error) {
	f, err := openInput(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxBundle+1))
	if err == nil && len(data) > maxBundle {
		return nil, assent.Problemf("TOO_LARGE", "%s is larger than any proof bundle (1 MiB).", path)
	}
	return data, err
}

func (c checked) tell(w io.Writer) error {
	e := c.Event
	fmt.Fprintf(w, "OK  %s\n\n", c.Verdict)
	fmt.Fprintf(w, "  %s  %s, event %d\n", e.Type, e.Code, e.Number)
	fmt.Fprintf(w, "  received %s, recorded %s\n", e.Received.Format(time.RFC3339), e.Recorded.Format(time.RFC3339))
	fmt.Fprintf(w, "  by %s, method %s, grade %s\n", e.Actor.Kind, e.Method, e.Grade)
	if e.Notice != nil {
		fmt.Fprintf(w, "  wording %s %s (%s), SHA-256 %s\n", e.Notice.ID, e.Notice.Version, e.Notice.Language, e.Notice.Digest)
	}
	for _, ch := range e.Choices {
		fmt.Fprintf(w, "  %s by %s: %s\n", ch.Purpose, ch.Channel, replyWord(ch.Reply))
	}
	for _, n := range e.Noes {
		fmt.Fprintf(w, "  no (%s): brand %s, purpose %s, channel %s, party %s\n", n.Kind, n.Scope.Brand, n.Scope.Purpose, n.Scope.Channel, n.Scope.Party)
	}
	for _, o := range c.Opened {
		fmt.Fprintf(w, "  %s: %s\n", o.Name, o.Value)
	}
	_, err := fmt.Fprint(w, "\nThis shows that the act was recorded. It does not show that nothing came after.\n")
	return err
}

func replyWord(r assent.Reply) string {
	if r == assent.Yes {
		return "yes"
	}
	return string(r)
}
