package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"assent"
	"assent/imports"

	"github.com/alecthomas/kong"
)

// verbs is the command line. `assent VERB -h` explains each.
type verbs struct {
	Demo     demoVerb     `cmd:"" help:"Start everything with a sample organisation and an outbox that shows every mail."`
	Init     initVerb     `cmd:"" help:"Create the data folder, the keys, the configuration file and a first API key."`
	Serve    serveVerb    `cmd:"" help:"Run the server."`
	Decide   decideVerb   `cmd:"" help:"May we send this message to this person? Explained in a few lines; exit 1 on deny."`
	Law      lawVerb      `cmd:"" help:"The law packs: list, show, check, test."`
	Import   importVerb   `cmd:"" help:"Take past consents and withdrawals, with their evidence, from a CSV file."`
	Imports  importsVerb  `cmd:"" help:"What was taken over: list it, undo one."`
	Screen   screenVerb   `cmd:"" help:"Add the decision to every row of an audience file."`
	Audience audienceVerb `cmd:"" help:"Everyone who may get the message, with what must accompany it."`
	Prove    proveVerb    `cmd:"" help:"Write the proof bundle of one event."`
	Verify   verifyVerb   `cmd:"" help:"Check a proof bundle or a dossier, offline; without a file, audit the whole store."`
	Dossier  dossierVerb  `cmd:"" help:"The evidence of people or of a purpose as one zip for a regulator, to be checked without us."`
	Org      orgVerb      `cmd:"" help:"The organisations of this installation: add one, list them."`
	Operator operatorVerb `cmd:"" help:"The operators of the console: add one, print a sign-in link, list them."`
	Campaign campaignVerb `cmd:"" help:"Ask people for their consent, by mail: lint, send, prepare, status."`
	Export   exportVerb   `cmd:"" help:"A copy of all that is held of a person, to hand to her."`
	Erase    eraseVerb    `cmd:"" help:"Erase a person: her personal values are destroyed, proof and her no stay."`
	Requests requestsVerb `cmd:"" help:"What people ask for by right, with the deadlines: list, add, answer, extend."`
	Due      dueVerb      `cmd:"" help:"Who must be erased, or asked again, by a day."`
	Stats    statsVerb    `cmd:"" help:"How often people said what, over time; counts the whole log again if asked."`
	Migrate  migrateVerb  `cmd:"" help:"Bring the database to this version's schema."`
	Version  versionVerb  `cmd:"" help:"Print the version."`

	Storybook storybookVerb `cmd:"" help:"Show every page in every state and language, with made-up people and without a database."`

	AuditUnsubscribe auditUnsubscribeVerb `cmd:"" help:"Examine the way out of any sender's mail: header fields, signature, links; opens them only if asked."`
}

// console is the verb's side of the world.
type console struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	terminal bool // err is a terminal: progress may be drawn
}

// The exit codes.
const (
	exitOK          = 0
	exitNo          = 1
	exitUsage       = 2
	exitEnvironment = 3
)

// errNo ends a verb with exit code 1 without a message: its output has said no.
var errNo = errors.New("no")

// run parses the arguments, runs the verb and turns its error into an exit code and a sentence.
func run(ctx context.Context, args []string, con console) int {
	var v verbs
	ended := -1
	parser, err := kong.New(&v, kong.Name("assent"), kong.Writers(con.out, con.err),
		kong.Description("May we send this message to this person, over this channel, now, and can we prove it?"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Vars{"import_formats": strings.Join(imports.Formats(), ", ")},
		kong.Exit(func(code int) { ended = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(con))
	if err != nil {
		fmt.Fprintln(con.err, "assent:", err)
		return exitUsage
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if ended >= 0 { // --help
		return ended
	}
	if err != nil {
		fmt.Fprintf(con.err, "assent: %v. `assent -h` lists the verbs, `assent VERB -h` explains one.\n", err)
		return exitUsage
	}
	return conclude(parsed.Run(), con)
}

// conclude prints what went wrong and names the exit code.
func conclude(err error, con console) int {
	if err == nil {
		return exitOK
	}
	if errors.Is(err, errNo) {
		return exitNo
	}
	fmt.Fprintln(con.err, "assent:", err)
	p, known := assent.AsProblem(err)
	switch {
	case !known, p.Kind == assent.Unavailable, p.Kind == assent.Unusable: // a database, keys, a schema that will not do
		return exitEnvironment
	case p.Kind == assent.Invalid:
		return exitUsage
	}
	return exitNo
}

// print writes v as JSON when asked to, otherwise as text.
func (con console) print(asJSON bool, v any, text func(io.Writer) error) error {
	if !asJSON {
		return text(con.out)
	}
	enc := json.NewEncoder(con.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
