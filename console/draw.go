package console

// What templates that several screens share are given.

// Picture is a graph with the words of its screen.
type Picture struct {
	Frame *Frame
	Graph Graph
}

// Picture is the graph of the screen.
func (p *PurposesScreen) Picture() Picture { return Picture{&p.Frame, p.Graph} }

// Picture is the graph of the screen.
func (i *ItemScreen) Picture() Picture { return Picture{&i.Frame, i.Graph} }

// Picture is the graph of the screen.
func (r *ReviewScreen) Picture() Picture { return Picture{&r.Frame, r.Graph} }

// Diff is a list of changes with the words of its screen.
type Diff struct {
	Frame *Frame
	List  []ChangeLine
}

// Diff lists changes.
func (f *Frame) Diff(list []ChangeLine) Diff { return Diff{f, list} }

// State is how an item stands, with the words of its screen.
type State struct {
	Frame *Frame
	Line  ItemLine
}

// State says how an item stands.
func (f *Frame) State(l ItemLine) State { return State{f, l} }
