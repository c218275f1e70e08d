package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"time"

	"assent"
	"assent/unsubscribe"
)

type auditUnsubscribeVerb struct {
	File         string        `arg:"" help:"The mail as it arrived, of any sender (.eml)." type:"path"`
	Probe        bool          `help:"Look up the key of the signature, and open every link that unsubscribes with HEAD and GET, twice, as mail scanners do."`
	Post         bool          `help:"Also send the one-click POST. It unsubscribes whoever the mail was sent to."`
	Timeout      time.Duration `help:"Longest time for one request." default:"20s"`
	AllowPrivate bool          `help:"Also open addresses in private networks and on this machine, where http will do."`
	JSON         bool          `help:"As JSON."`
}

// wayOut is what audit-unsubscribe says of a mail.
type wayOut struct {
	OK       bool                  `json:"ok"` // nothing to be mended was found
	Probed   bool                  `json:"probed"`
	Posted   bool                  `json:"posted"`
	Findings []unsubscribe.Finding `json:"findings"`
}

func (v *auditUnsubscribeVerb) Run(ctx context.Context, con console) error {
	if v.Timeout <= 0 {
		return assent.Problemf("BAD_TIMEOUT", "--timeout is a time such as 20s; %s is not one to wait for.", v.Timeout)
	}
	m, err := readMail(v.File)
	if err != nil {
		return err
	}
	found, err := v.examine(ctx, m)
	if err != nil {
		return err
	}
	out := wayOut{!slices.ContainsFunc(found, grave), v.Probe, v.Post && !slices.ContainsFunc(found, notPosted), append([]unsubscribe.Finding{}, found...)}
	if err := con.print(v.JSON, out, out.tell); err != nil {
		return err
	}
	return out.verdict(unsubscribe.Links(m, v.AllowPrivate))
}

// examine goes as far as it was allowed to.
func (v *auditUnsubscribeVerb) examine(ctx context.Context, m *unsubscribe.Mail) ([]unsubscribe.Finding, error) {
	found := slices.Concat(unsubscribe.Inspect(m, v.AllowPrivate), unsubscribe.Verify(m, v.lookup(ctx)))
	client := unsubscribe.NewClient(v.Timeout, v.AllowPrivate)
	if v.Probe {
		opened, err := unsubscribe.Probe(ctx, client, unsubscribe.Links(m, v.AllowPrivate))
		if found = append(found, opened...); err != nil {
			return nil, err
		}
	}
	if v.Post {
		posted, err := unsubscribe.Post(ctx, client, m, v.AllowPrivate)
		if found = append(found, posted...); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// lookup asks the DNS, if anything may leave this machine.
func (v *auditUnsubscribeVerb) lookup(ctx context.Context) unsubscribe.Lookup {
	if !v.Probe {
		return nil
	}
	return func(name string) ([]string, error) {
		ctx, stop := context.WithTimeout(ctx, v.Timeout)
		defer stop()
		return net.DefaultResolver.LookupTXT(ctx, name)
	}
}

func readMail(path string) (_ *unsubscribe.Mail, err error) {
	f, err := openInput(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	raw, err := io.ReadAll(io.LimitReader(f, unsubscribe.MaxSize+1))
	if err != nil {
		return nil, err
	}
	return unsubscribe.Read(raw)
}

func notPosted(f unsubscribe.Finding) bool { return f.Code == unsubscribe.PostNotDone }

func grave(f unsubscribe.Finding) bool { return !f.Remark }

// verdict is the exit code. If no link answers and nothing else is wrong, it is probably we who are cut off.
func (w wayOut) verdict(links []unsubscribe.Link) error {
	silent := 0
	for _, f := range w.Findings {
		switch {
		case f.Code == unsubscribe.LinkUnreachable:
			silent++
		case grave(f):
			return errNo
		}
	}
	switch {
	case silent == 0:
		return nil
	case silent < len(links):
		return errNo
	}
	return assent.Problemf("NOTHING_ANSWERS", "None of the links answers. Check that this machine reaches the internet, and that the links are still alive.").OfKind(assent.Unavailable)
}

func (w wayOut) tell(out io.Writer) error {
	for _, f := range w.Findings {
		mark := "MEND"
		if f.Remark {
			mark = "note"
		}
		fmt.Fprintf(out, "%s  %s, %s (%s)\n      %s\n", mark, f.Code, f.Where, f.Cite, f.Text)
	}
	if len(w.Findings) > 0 {
		fmt.Fprintln(out)
	}
	if !w.Probed {
		fmt.Fprintln(out, "The links were not opened; --probe does, and changes nothing unless they are broken.")
	}
	n := len(slices.DeleteFunc(slices.Clone(w.Findings), func(f unsubscribe.Finding) bool { return f.Remark }))
	_, err := fmt.Fprintf(out, "%d to mend, %d notes\n", n, len(w.Findings)-n)
	return err
}
