// Package imports takes over what people said elsewhere: past consents, refusals and
// withdrawals, with what is known of their evidence, from the files of other products.
//
// Whoever changes to another product brings a list of addresses, and the list says too little:
// "subscribed" is not yet a consent that can be shown (GDPR art. 7(1)). When did she agree, to
// what, in front of which text, and was it confirmed? An import therefore records claims: the
// claimed time, strength and source of each row, graded as claims, never more. Three rules hold
// for every format.
//
//   - Nothing is guessed. A yes without a time, a column without a meaning, a date that could
//     be read in two ways is not taken, and the findings say why, line by line.
//   - Nothing is lost. A no is taken even if its time cannot be read: then it counts from now.
//   - Nobody is revived. A claimed yes never stands against a no of another source; within one
//     file its own dates decide. No mail is sent.
//
// A format (see [Formats]) turns rows into acts; [Run] hands the acts to the counter in chunks: rows are
// read and acts prepared on all cores, while the chunks before are being written.
// Each act has a name made of the file's digest, the options and its line, and those that were taken are known, so that an
// import which was interrupted is simply run again and doubles nothing.
package imports

import (
	"context"
	"io"
	"time"

	"assent"
	"assent/intake"
)

// Recorder takes acts: an [intake.Desk]. Prepare is called from several goroutines at once; what was prepared is
// started in the order of the file, and those of one call are taken in one transaction. Acts that it has taken
// before, by their names in the part, are answered as replayed.
type Recorder interface {
	Prepare(ctx context.Context, org assent.ID, acts []intake.Act, part intake.Part) (intake.Start, error)
}

// Options say what the file does not.
type Options struct {
	Format   string            // of Formats; empty: recognised by the columns
	FileName string            // as exported, without folder: "subscribed_members_export_1a2b.csv"
	State    string            // Mailchimp: subscribed, unsubscribed, cleaned or nonsubscribed; empty: by FileName and columns
	Columns  map[string]string // title → field, or "-" to leave the column out

	Purpose         string         // where the row names none
	Channel         assent.Channel // where the row names none
	Brand           string         // of noes, where the row names none; empty: any
	CollectionPoint string
	Notice          intake.Notice
	Topics          map[string]string // tag → topic; other tags are left aside
	Relationship    string            // kind to record for contacts without consent; empty: none
	Zone            *time.Location    // of times without a zone; nil: UTC
	KeepIP          bool              // keep IP addresses (sealed) where the file has them

	Batch  string           // names the run; empty: derived from the file and these options
	DryRun bool             // read and check everything, record nothing
	Now    func() time.Time // called from several goroutines

	// Begin is called with the name of the run before its first row is recorded; nil, and for a dry run: it is not.
	Begin func(run string) error

	// Findings receives what is to be said of single lines, in their order; nil drops all but
	// the counts.
	Findings func(Finding) error
}

// Finding is what is to be said of one line. It repeats nothing of the row but, where one is
// not known, the identifier of a purpose, a brand, a topic or a notice.
type Finding struct {
	Line   int
	Taken  bool // the row was taken nonetheless
	Code   string
	Column string // the title of the column at fault, if one is
	Detail string // one or two sentences
}

// Progress says how far a run is.
type Progress struct {
	Rows, Taken, NotTaken int
	Bytes, Total          int64 // of the file
}

// Run reads the file twice: for its digest, then row by row. The error is a Problem if the file
// as a whole cannot be read (its columns above all; nothing is recorded then), or it is that of
// the recorder: what was recorded until then stays, and running again goes on.
func Run(ctx context.Context, org assent.ID, file io.ReadSeeker, to Recorder, o Options, progress func(Progress)) (Report, error) {
	r := &run{ctx: ctx, org: org, to: to, Options: o, progress: progress}
	return r.do(file)
}
