package identity

import (
	"slices"

	"dondoc/internal/actor"
)

// The permissions that routes are registered with. Which record one may see or
// act on is decided by the record's own room; these decide who may come in at all.
const (
	DashboardView    actor.Permission = "dashboard.view"
	AssignmentList   actor.Permission = "assignment.list"
	AssignmentView   actor.Permission = "assignment.view"
	AssignmentWork   actor.Permission = "assignment.work"   // acknowledge, dispute, hand on, report
	AssignmentDirect actor.Permission = "assignment.direct" // assign, set due, confirm, return, cancel
	DocumentList     actor.Permission = "document.list"
	DocumentRegister actor.Permission = "document.register"
	DocumentRead     actor.Permission = "document.read" // the reading page
	OrganisationList actor.Permission = "organisation.list"
	OrganisationEdit actor.Permission = "organisation.edit"
	AccountManage    actor.Permission = "account.manage"
	AuditView        actor.Permission = "audit.view"
	SettingEdit      actor.Permission = "setting.edit"
	LexiconView      actor.Permission = "lexicon.view"
	LexiconPropose   actor.Permission = "lexicon.propose"
	LexiconDecide    actor.Permission = "lexicon.decide" // approve, refuse, retire
	MeetingView      actor.Permission = "meeting.view"   // those that one attends, or all
	MeetingWork      actor.Permission = "meeting.work"   // prepare, record, sign
	DecisionView     actor.Permission = "decision.view"  // what waits for a decision, by remit
	DecisionTake     actor.Permission = "decision.take"  // also open to whom it is delegated
	DecisionPropose  actor.Permission = "decision.propose"
	DelegationGive   actor.Permission = "delegation.give"
	CalendarView     actor.Permission = "calendar.view"
	CalendarEdit     actor.Permission = "calendar.edit"
	APIUse           actor.Permission = "api.use"
)

// Permissions lists every permission, for the role table's test.
func Permissions() []actor.Permission {
	return []actor.Permission{DashboardView, AssignmentList, AssignmentView, AssignmentWork, AssignmentDirect, DocumentList, DocumentRegister, DocumentRead, OrganisationList, OrganisationEdit, AccountManage, AuditView, SettingEdit, LexiconView, LexiconPropose, LexiconDecide, MeetingView, MeetingWork, DecisionView, DecisionTake, DecisionPropose, DelegationGive, CalendarView, CalendarEdit, APIUse}
}

// policy is the table: what each role may come in for. The administrator looks
// after accounts, organisations and settings and does not read the work.
var policy = map[actor.Role][]actor.Permission{ //nolint:gochecknoglobals // the policy table
	actor.Admin:       {OrganisationList, OrganisationEdit, AccountManage, SettingEdit, AuditView, CalendarView, CalendarEdit},
	actor.Chairman:    {MeetingView, MeetingWork, DashboardView, AssignmentList, AssignmentView, AssignmentDirect, DocumentList, DocumentRegister, DocumentRead, OrganisationList, AuditView, LexiconView, LexiconPropose, LexiconDecide, DecisionView, DecisionTake, DelegationGive, CalendarView, APIUse},
	actor.Deputy:      {DashboardView, AssignmentList, AssignmentView, DocumentList, OrganisationList, LexiconView, DecisionView, CalendarView, APIUse},
	actor.Secretariat: {MeetingView, MeetingWork, DashboardView, AssignmentList, AssignmentView, AssignmentWork, AssignmentDirect, DocumentList, DocumentRegister, DocumentRead, OrganisationList, AuditView, LexiconView, LexiconPropose, LexiconDecide, DecisionView, DecisionPropose, CalendarView, CalendarEdit, APIUse},
	actor.AgencyHead:  {MeetingView, AssignmentList, AssignmentView, AssignmentWork, DocumentList, OrganisationList, LexiconView, LexiconPropose, CalendarView, APIUse},
	actor.Officer:     {AssignmentList, AssignmentView, AssignmentWork, DocumentList, OrganisationList, LexiconView, LexiconPropose, CalendarView, APIUse},
	actor.FocalPoint:  {AssignmentList, AssignmentView, AssignmentWork, DocumentList, OrganisationList, LexiconView, LexiconPropose, CalendarView, APIUse},
	actor.Auditor:     {MeetingView, DashboardView, AssignmentList, AssignmentView, DocumentList, OrganisationList, AuditView, LexiconView, CalendarView, APIUse},
}

// Allows is the policy table asked for one actor.
func Allows(a actor.Actor, p actor.Permission) bool {
	if p == DecisionTake && len(a.Mandates) > 0 {
		return true
	}
	return slices.ContainsFunc(a.Grants, func(g actor.Grant) bool { return slices.Contains(policy[g.Role], p) })
}

// SeesAll reports whether the actor sees every body's work: the chairman, the
// secretariat, the auditor, and who decides in the chairman's place, for as
// long as that is delegated.
func SeesAll(a actor.Actor) bool {
	return a.HasAny(actor.Chairman, actor.Secretariat, actor.Auditor) || a.Kind == actor.Job || len(a.Mandates) > 0
}

// Home is where an actor starts after signing in.
func Home(a actor.Actor) string {
	switch {
	case a.HasAny(actor.Chairman, actor.Deputy, actor.Auditor):
		return "/lam-viec"
	case a.HasAny(actor.Secretariat, actor.AgencyHead, actor.Officer, actor.FocalPoint):
		return "/lam-viec/viec-cua-toi"
	case a.Has(actor.Admin):
		return "/lam-viec/tai-khoan"
	}
	return "/lam-viec/ca-nhan"
}

// RoleName is a role in Vietnamese.
func RoleName(r actor.Role) string {
	switch r {
	case actor.Admin:
		return "Quản trị hệ thống"
	case actor.Chairman:
		return "Chủ tịch, Trưởng ban"
	case actor.Deputy:
		return "Phó Chủ tịch"
	case actor.Secretariat:
		return "Thường trực Ban Chỉ đạo"
	case actor.AgencyHead:
		return "Thủ trưởng cơ quan"
	case actor.Officer:
		return "Chuyên viên"
	case actor.FocalPoint:
		return "Đầu mối tiếp nhận"
	case actor.Auditor:
		return "Giám sát"
	}
	return string(r)
}
