package dossier

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/ledger"
)

// Verdict is what a check of a dossier found.
type Verdict struct {
	Files       int      `json:"files"`
	Proofs      int      `json:"proofs"`
	Unproven    int      `json:"unproven,omitzero"` // acts of events.csv that were not yet under a checkpoint
	Wordings    int      `json:"wordings"`          // acts whose wording is here, and is what was shown
	Signer      string   `json:"signer"`            // the log's verifier key
	Established bool     `json:"signer_established"`
	Flaws       []string `json:"flaws,omitzero"` // at most mostFlaws
}

// mostFlaws is how many flaws are told.
const mostFlaws = 20

// OK reports whether everything holds.
func (v Verdict) OK() bool { return len(v.Flaws) == 0 }

// maxFile bounds what is read into memory at once; only tables are larger, and those are only hashed.
const maxFile = 1 << 20

// Verify checks a dossier by itself: each file against the checksums, each proof against the log's key,
// each line of events.csv against its proof, each wording against the acts that name it. Trusted is the log's verifier key as the reader got it from
// elsewhere; if it is empty the dossier's own is taken, and the signer is not established.
func Verify(files *zip.Reader, trusted string) Verdict {
	c := &check{byName: map[string]*zip.File{}, trusted: trusted, Verdict: Verdict{Established: trusted != ""}}
	for _, f := range files.File {
		if c.byName[f.Name] != nil {
			c.flaw("%s is there twice", f.Name)
		}
		c.byName[f.Name] = f
	}
	c.sums()
	c.lines()
	c.Signer = strings.TrimSpace(string(c.read("log.key")))
	if trusted != "" && c.Signer != trusted {
		c.flaw("log.key holds another key than the one that you trust")
	}
	for _, f := range files.File {
		if strings.HasPrefix(f.Name, "proofs/") {
			c.proof(f.Name)
		}
	}
	return c.Verdict
}

type check struct {
	byName  map[string]*zip.File
	byProof map[string][]string // the lines of events.csv
	trusted string
	Verdict
}

func (c *check) flaw(format string, args ...any) {
	if len(c.Flaws) < mostFlaws {
		c.Flaws = append(c.Flaws, fmt.Sprintf(format, args...))
	}
}

// read returns a small file; nil, with a flaw, if it cannot be read.
func (c *check) read(name string) []byte {
	f := c.byName[name]
	if f == nil {
		c.flaw("%s is missing", name)
		return nil
	}
	r, err := f.Open()
	if err != nil {
		c.flaw("%s cannot be read", name)
		return nil
	}
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil || len(body) > maxFile {
		c.flaw("%s cannot be read", name)
		return nil
	}
	return body
}

// sums compares every file with its checksum.
func (c *check) sums() {
	listed := map[string]bool{"SHA256SUMS": true}
	for line := range strings.Lines(string(c.list())) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || listed[name] {
			c.flaw("SHA256SUMS has a line that is none")
			continue
		}
		listed[name] = true
		c.Files++
		if got := c.hash(name); got != sum {
			c.flaw("%s is not what SHA256SUMS says", name)
		}
	}
	for name := range c.byName {
		if !listed[name] {
			c.flaw("%s is not in SHA256SUMS", name)
		}
	}
}

// list reads SHA256SUMS, which grows with the dossier.
func (c *check) list() []byte {
	f := c.byName["SHA256SUMS"]
	if f == nil {
		c.flaw("SHA256SUMS is missing: this is no dossier")
		return nil
	}
	r, err := f.Open()
	if err != nil {
		c.flaw("SHA256SUMS cannot be read")
		return nil
	}
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, 200*MostEvents))
	if err != nil {
		c.flaw("SHA256SUMS cannot be read")
	}
	return body
}

func (c *check) hash(name string) string {
	f := c.byName[name]
	if f == nil {
		return ""
	}
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}

// proof checks one bundle, that it stands under its own name, and the wording that its act names.
func (c *check) proof(name string) {
	found, err := ledger.Verify(c.read(name), c.trusted)
	switch {
	case err != nil:
		c.flaw("%s: %s", name, err)
		return
	case found.Signer != c.Signer:
		c.flaw("%s is of another log", name)
	case proofName(found.Event) != name:
		c.flaw("%s holds the proof of another act", name)
	}
	c.Proofs++
	c.told(name, found)
	if n := found.Event.Notice; n != nil {
		c.wording(name, *n)
	}
}

func (c *check) wording(proof string, ref assent.NoticeRef) {
	if c.byName[wordingName(ref)] == nil { // the wording was shown elsewhere, and is not in the catalogue
		return
	}
	text := c.read(wordingName(ref))
	n := catalogue.Notice{ID: ref.ID, Version: ref.Version, Languages: catalogue.Texts{ref.Language: string(text)}}
	if n.Digest(ref.Language) != ref.Digest {
		c.flaw("%s names another wording than %s", proof, wordingName(ref))
		return
	}
	c.Wordings++
}

// Is reports whether a file is a zip, by its first bytes.
func Is(begin []byte) bool { return bytes.HasPrefix(begin, []byte("PK\x03\x04")) }
