// Package stats counts what people answered, so that a chart of three years is drawn in milliseconds.
//
// The log of an organisation says everything, but nobody wants to read ten million events to learn how many
// people signed up last week. So a follower of the log keeps counters: for each day, week and month, how
// often each thing happened ([Fact]), by purpose and channel, and that again as seen from each side
// ([Side]: the country, the way, the collection point …). What is counted is an answer: one purpose by one
// channel. Who ticks two boxes gives two consents; who leaves everything with one press withdraws once. Each
// side adds up to the same sum.
//
//	log ── Follower ──► counters ── Desk.Report ──► screens, /v1/stats
//
// An event counts on the day on which the person acted (as claimed, if it was reported to us), on the calendar
// that the organisation had when it was recorded; the country and language are those known by then. So
// the counters follow from the log alone, whoever counts and however often it is interrupted, and can be thrown away
// and counted again. The cursor and the counts move in one transaction: nothing counts twice.
//
// Two numbers are no sums of events. Messages that were asked to be sent and may not be leave no event and are only
// counted ([Stops]). How many people can be reached now is known to the index of decisions; it takes its time with
// millions, so it is worked out in the background when somebody looks, and says as of when it is ([Reaching]).
package stats
