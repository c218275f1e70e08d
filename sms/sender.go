package sms

import "context"

// Sender hands one text over. A nil error means that the provider has taken it and answers for
// it. After an error for which [Permanent] holds, trying again is useless. The same text may arrive
// twice if the answer of the provider was lost: it knows no key of repetition.
type Sender interface {
	Send(ctx context.Context, t Text) error
}

// Text is one message to one telephone.
type Text struct {
	To   string // E.164; personal
	Body string
}

// bodyLimit is the longest text that providers take, in characters.
const bodyLimit = 1600
