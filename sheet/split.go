package sheet

import "bytes"

// splitState says how far a record could be split.
type splitState uint8

const (
	whole splitState = iota
	unfinished
	misquoted
)

// splitter cuts one record into fields; its memory is used again for the next.
type splitter struct {
	text []byte // the fields one after the other, unquoted
	ends []int  // where each ends
}

// strings returns the fields of the last record.
func (s *splitter) strings() []string {
	all := string(s.text)
	out := make([]string, len(s.ends))
	start := 0
	for i, end := range s.ends {
		out[i] = all[start:end]
		start = end
	}
	return out
}

// split reads one record from the beginning of data and returns its length with its line
// end. It is unfinished if the record may go on after data, which it cannot if data ends the file.
func (s *splitter) split(data []byte, delimiter byte, ended bool) (int, splitState) {
	s.text, s.ends = s.text[:0], s.ends[:0]
	for at := 0; ; {
		n, state := s.field(data[at:], delimiter, ended)
		if state != whole {
			return 0, state
		}
		at += n
		s.ends = append(s.ends, len(s.text))
		switch {
		case at == len(data):
			return at, whole
		case data[at] == delimiter:
			at++
		case data[at] == '\r' && at+1 == len(data) && !ended:
			return 0, unfinished
		default:
			return at + lineEnd(data[at:]), whole
		}
	}
}

// field reads one field up to, not including, its delimiter or line end.
func (s *splitter) field(data []byte, delimiter byte, ended bool) (int, splitState) {
	if len(data) > 0 && data[0] == '"' {
		return s.quoted(data, delimiter, ended)
	}
	for i, c := range data {
		if c == delimiter || c == '\n' || c == '\r' {
			s.text = append(s.text, data[:i]...)
			return i, whole
		}
	}
	if !ended {
		return 0, unfinished
	}
	s.text = append(s.text, data...)
	return len(data), whole
}

// quoted reads a field in quotation marks; two of them inside stand for one.
func (s *splitter) quoted(data []byte, delimiter byte, ended bool) (int, splitState) {
	for at := 1; ; {
		i := bytes.IndexByte(data[at:], '"')
		if i < 0 {
			return 0, openQuote(ended)
		}
		s.text = append(s.text, data[at:at+i]...)
		at += i + 1
		switch {
		case at == len(data):
			if !ended {
				return 0, unfinished
			}
			return at, whole
		case data[at] == '"':
			s.text = append(s.text, '"')
			at++
		case data[at] == delimiter || data[at] == '\n' || data[at] == '\r':
			return at, whole
		default:
			return 0, misquoted
		}
	}
}

func openQuote(ended bool) splitState {
	if ended {
		return misquoted
	}
	return unfinished
}

// delimiters are tried in this order; the one that gives most columns is taken.
const delimiters = ",;\t|"

// delimiterOf finds the delimiter of a header line.
func delimiterOf(line []byte) byte {
	best, most := delimiters[0], 0
	for i := range len(delimiters) {
		var s splitter
		if _, state := s.split(line, delimiters[i], true); state == whole && len(s.ends) > most {
			best, most = delimiters[i], len(s.ends)
		}
	}
	return best
}

// namedDelimiter reads the line "sep=;".
func namedDelimiter(line []byte) (byte, bool) {
	ok := len(line) == len("sep=;") && bytes.EqualFold(line[:4], []byte("sep=")) && bytes.IndexByte([]byte(delimiters), line[4]) >= 0
	if !ok {
		return 0, false
	}
	return line[4], true
}
