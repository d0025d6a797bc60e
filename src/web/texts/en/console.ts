import type { console as ja } from '../ja/console.ts'

/** Pages behind the sign-in. */
export const console: typeof ja = {
  sections: 'Kinds of work',
  sectionNames: {
    home: 'Work list',
    courses: 'Courses',
    imports: 'Import completions',
    badges: 'Badges',
    outbox: 'Outbox',
    results: 'Confirm results',
    declaration: 'Declaration',
    presented: 'Badges shown to us',
    outcomes: 'Outcomes',
    myBadges: 'My badges',
    shares: 'Links for one reader',
    myData: 'My data',
    requests: 'Data requests',
    reviews: 'Reviews',
    declarations: 'Declarations',
    honours: 'Honours',
    figures: 'KPIs',
    audit: 'Audit log',
    users: 'Users',
  },
  roles: {
    administrator: 'Administrator',
    secretariat: 'Secretariat',
    reviewer: 'Reviewer',
    operator: 'Course operator',
    employer: 'Employer',
    learner: 'Learner',
  },
  signedInAs: (name, role) => `${name} (${role})`,
  signOut: 'Sign out',
  switchRole: 'Switch role: ',
  home: {
    title: 'Work list',
    empty: 'There is nothing to do now.',
    emptyWhen: 'New work appears here.',
    open: 'Open',
  },
}
