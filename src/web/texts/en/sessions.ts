import type { sessions as ja } from '../ja/sessions.ts'

/** The operator's course runs: who completed, who applied, who has a badge, and what to do next. */
export const sessions: typeof ja = {
  title: 'Courses and badges',
  lead: 'For each course run: how far people are from completion to the badge in their hands.',
  empty: 'There are no course runs yet.',
  emptyWhen: 'They appear here when the secretariat has registered a course.',
  columns: { run: 'Course run', completed: 'Completed', applied: 'Applied', issued: 'Issued', claimed: 'Claimed' },
  task: (waiting) => `${waiting} completions wait for a badge.`,
  run: {
    counts: 'How far it is',
    unit: '',
    issue: (count) => `Issue ${count} badges`,
    issueNote: 'You can undo this for ten minutes. Mails to the holders leave after that.',
    nothingToIssue: 'No completion waits for a badge.',
    invite: 'Invite to apply',
    inviteNote: 'Sends a link to everybody who completed and has not applied.',
    undo: 'Undo what was issued in the last ten minutes',
    job: 'Badges are being issued',
    jobDone: (issued, refused) =>
      refused === 0 ? `${issued} badges are issued.` : `${issued} badges are issued; ${refused} could not be.`,
    jobFailed: 'Issuing stopped. Please try again.',
    jobCount: (done, total) => `${done} of ${total}`,
    jobNote: 'This goes on if you close the page. The page renews itself every five seconds.',
    invited: (count, without) =>
      without === 0
        ? `${count} invitations are in the outbox.`
        : `${count} invitations are in the outbox. ${without} people have no address.`,
    undone: (count, kept) => (kept === 0 ? `${count} badges are taken back.` : `${count} badges are taken back; ${kept} cannot be.`),
    resent: 'A new link is on its way.',
    people: 'People',
    noPeople: 'There are no records of this run yet.',
    columns: { name: 'Name', status: 'Judgement', badge: 'Badge', mail: 'Mail', action: 'Action' },
    statuses: { enrolled: 'enrolled', completed: 'completed', not_completed: 'not completed', withdrawn: 'withdrew' },
    badge: {
      none: 'not issued',
      applied: 'applied',
      unclaimed: 'unclaimed',
      claimed: 'claimed',
      declined: 'declined',
      suspended: 'suspended',
      revoked: 'revoked',
    },
    resend: 'Send the link again',
    more: 'Show the next people',
    import: 'Import a list for this run',
    back: 'Back to the course runs',
    reload: 'Show the latest state',
  },
}
