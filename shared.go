package assent

// Several reports whether the record is of more than one person: it holds the customer numbers of two, who have an
// address in common (a household, an office), and a contact point has one record only.
func (s *State) Several() bool {
	numbers := 0
	for _, p := range s.Points {
		if p.Kind == ExternalID {
			numbers++
		}
	}
	return numbers > 1
}

// SharedAt reports whether more than one person may read what arrives at a contact point: a role address, or any of
// a record of [State.Several]. Who reads there has not shown which of them she is.
func (s *State) SharedAt(point ID) bool {
	p, known := s.Points[point]
	return s.Several() || known && p.Attribute("kind") == string(RoleAddress)
}
