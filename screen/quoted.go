package screen

import "strings"

// quoted takes the first row of a text, with quotation marks as other products put them around fields, and writes it anew with as
// many as it needs. It leaves to the long way what is not simple: quotation marks within fields, a row of another
// length than the header, the header repeated. It returns how long the row is, with its end.
func (h *hand) quoted(text string) (length int, ok bool) {
	from, at, value := len(h.own), 0, ""
	header := h.table.Header()
	for column := range header {
		field, n, ok := h.field(text[at:])
		if at += n; !ok || column == 0 && (header[0] == "" || strings.HasPrefix(strings.TrimSpace(field), header[0])) {
			return h.leave(from)
		}
		if column == h.column {
			value = field
		}
		if column == len(header)-1 {
			break
		}
		if at == len(text) || text[at] != h.comma[0] {
			return h.leave(from)
		}
		h.own = append(h.own, h.comma[0])
		at++
	}
	rest := strings.TrimPrefix(text[at:], "\r")
	if rest == "" || rest[0] != '\n' || h.Links != nil || !h.plain(value, line{from: from, end: len(h.own), own: true}) {
		return h.leave(from)
	}
	return len(text) - len(rest) + 1, true
}

// leave forgets what was written of a row.
func (h *hand) leave(from int) (int, bool) {
	h.own = h.own[:from]
	return 0, false
}

// field writes the field that a text begins with, and returns what it holds, and how long it is as it stands.
func (h *hand) field(text string) (field string, length int, ok bool) {
	if !strings.HasPrefix(text, `"`) {
		n := strings.IndexByte(text, '\n')
		if n < 0 {
			return "", 0, false
		}
		field, _, _ = strings.Cut(strings.TrimSuffix(text[:n], "\r"), h.comma)
		h.own = append(h.own, field...)
		return field, len(field), bare(field) && strings.IndexByte(field, '"') < 0
	}
	n := strings.IndexByte(text[1:], '"')
	if n < 0 {
		return "", 0, false
	}
	field = text[1 : 1+n]
	if rest := text[2+n:]; rest == "" || rest[0] == '"' {
		return "", 0, false
	}
	if h.needsMarks(field) {
		h.own = append(append(append(h.own, '"'), field...), '"')
	} else {
		h.own = append(h.own, field...)
	}
	return field, n + 2, true
}

// needsMarks reports whether a field is written with quotation marks.
func (h *hand) needsMarks(field string) bool {
	return !bare(field) || strings.IndexByte(field, h.comma[0]) >= 0 || strings.IndexByte(field, '\n') >= 0 || strings.IndexByte(field, '\r') >= 0
}
