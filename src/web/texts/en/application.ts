import type { ja } from '../ja.ts'

export const application: typeof ja.application = {
  title: 'Apply for your badge',
  lead: 'You apply for the Open Badge of a course that you completed. You need no account and no app.',
  completed: 'What is recorded',
  person: 'Name',
  course: 'Course',
  run: 'Run',
  completedOn: 'Completed on',
  notice: 'Please read this before your badge is issued',
  noticeLines: [
    'The badge holds the course, the day of completion and results such as a score. It does not hold your name or your address.',
    'The badge is private when it is issued. You decide who sees it.',
    'A signed badge can stay with those to whom you showed it; it cannot be called back.',
    'Data: name, course, results. Handled by: the secretariat of the council. Purpose: issuing the badge, and correcting or revoking it later.',
    'If you do not agree, the record of your completion stays as it is. You may withdraw your consent at any time.',
  ],
  consent: 'I have read this and agree that the badge is issued.',
  consentNeeded: 'The badge is issued with your consent only. If you do not agree, close this page.',
  errors: 'Please check what you entered',
  apply: 'Apply',
  applied: 'Your application has arrived. When the badge is issued, you get a mail with the link to its page.',
  notCompleted:
    'There is no record that you completed this course, so that no badge can be applied for. Please ask the operator of the course.',
  gone: 'This link was used, or its time is over. If you have not applied yet, ask the operator of the course for a new link.',
}
