package web

import (
	"net/netip"
	"sync"
	"time"
)

// limiter is a token bucket for each network: it lets so many acts through at once, and refills
// within a time. It lives in memory; each node counts for itself.
type limiter struct {
	most   int // below 0: no limit
	within time.Duration

	mu      sync.Mutex // guards buckets
	buckets map[netip.Prefix]bucket
}

type bucket struct {
	left float64
	at   time.Time
}

// bucketLimit bounds the memory of a limiter: full buckets are forgotten when it is reached.
const bucketLimit = 50_000

func newLimiter(most int, within time.Duration) *limiter {
	return &limiter{most: most, within: within, buckets: map[netip.Prefix]bucket{}}
}

// allow takes one act of a network and reports whether it is within the limit.
func (l *limiter) allow(network netip.Prefix, now time.Time) bool {
	if l.most < 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b, known := l.buckets[network]
	if !known {
		l.sweep(now)
		b = bucket{left: float64(l.most), at: now}
	}
	b = l.refill(b, now)
	allowed := b.left >= 1
	if allowed {
		b.left--
	}
	l.buckets[network] = b
	return allowed
}

func (l *limiter) refill(b bucket, now time.Time) bucket {
	passed := max(0, now.Sub(b.at))
	b.left = min(float64(l.most), b.left+passed.Seconds()/l.within.Seconds()*float64(l.most))
	b.at = now
	return b
}

func (l *limiter) sweep(now time.Time) {
	if len(l.buckets) < bucketLimit {
		return
	}
	for n, b := range l.buckets {
		if l.refill(b, now).left >= float64(l.most) {
			delete(l.buckets, n)
		}
	}
	if len(l.buckets) >= bucketLimit {
		clear(l.buckets) // an attack from everywhere: better forget than fall over
	}
}
