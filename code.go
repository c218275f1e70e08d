package assent

import (
	"io"
	"strings"
)

// codeAlphabet is Crockford's base 32: no I, L, O or U, so that a code survives the telephone.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeLength is the number of symbols of a transaction code: 60 random bits.
const codeLength = 12

// TransactionCode is the short, human-readable code of an event, printed in mails, pages
// and receipts: three groups of four symbols, as in "7K2M-9QXD-3FTA".
type TransactionCode string

// NewTransactionCode draws a code. Codes are random, so that one does not lead to the next.
func NewTransactionCode(random io.Reader) (TransactionCode, error) {
	var b [codeLength]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = codeAlphabet[b[i]&31]
	}
	return TransactionCode(string(b[0:4]) + "-" + string(b[4:8]) + "-" + string(b[8:12])), nil
}

// ParseTransactionCode reads a code as people type it: in lower case, without hyphens, with
// O for zero and I or L for one. It returns a Problem of code BAD_TRANSACTION_CODE otherwise.
func ParseTransactionCode(s string) (TransactionCode, error) {
	s = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(s))
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(s)
	if len(s) != codeLength || strings.Trim(s, codeAlphabet) != "" {
		return "", Problemf("BAD_TRANSACTION_CODE", "That is not a transaction code; it has twelve letters and digits, as in 7K2M-9QXD-3FTA.")
	}
	return TransactionCode(s[0:4] + "-" + s[4:8] + "-" + s[8:12]), nil
}
