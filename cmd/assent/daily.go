package main

import (
	"context"

	"assent/dispatch"
	"assent/rights"
)

// daily is the work of each day: deadlines, and what is kept no longer.
func (m *Main) daily(people *rights.Desk, post *dispatch.Desk) *rights.Daily {
	h := m.house
	return &rights.Daily{
		Desk: people, Org: h.org, Counter: h.intake, Log: m.log,
		Warn: func(ctx context.Context, pressing []rights.SubjectRequest) error {
			var list []dispatch.Pressing
			for _, r := range pressing {
				list = append(list, dispatch.Pressing{ID: r.ID, Right: string(r.Right), Due: r.Due, Late: r.Overdue})
			}
			return post.MailPressing(ctx, h.org, list)
		},
	}
}
