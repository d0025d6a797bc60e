import { accessibility } from './ja/accessibility.ts'
import { account } from './ja/account.ts'
import { application } from './ja/application.ts'
import { audit } from './ja/audit.ts'
import { badge } from './ja/badge.ts'
import { cases } from './ja/cases.ts'
import { checks } from './ja/checks.ts'
import { console } from './ja/console.ts'
import { courses } from './ja/courses.ts'
import { dataDesk } from './ja/data-desk.ts'
import { declarations } from './ja/declarations.ts'
import { employer } from './ja/employer.ts'
import { endorsement } from './ja/endorsement.ts'
import { frame } from './ja/frame.ts'
import { front } from './ja/front.ts'
import { imports } from './ja/imports.ts'
import { issued } from './ja/issued.ts'
import { ledger } from './ja/ledger.ts'
import { log } from './ja/log.ts'
import { myData } from './ja/my-data.ts'
import { nomination } from './ja/nomination.ts'
import { office } from './ja/office.ts'
import { outbox } from './ja/outbox.ts'
import { problem } from './ja/problem.ts'
import { registers } from './ja/registers.ts'
import { reviews } from './ja/reviews.ts'
import { sessions } from './ja/sessions.ts'
import { sharing } from './ja/sharing.ts'
import { signIn } from './ja/sign-in.ts'
import { verdict } from './ja/verdict.ts'
import { verify } from './ja/verify.ts'

/** Every Japanese word of the public pages; wording from DOMAIN's glossary. */
export const ja = {
  frame,
  verdict,
  accessibility,
  application,
  cases,
  checks,
  account,
  audit,
  badge,
  verify,
  front,
  registers,
  endorsement,
  ledger,
  log,
  nomination,
  problem,
  signIn,
  console,
  imports,
  sharing,
  reviews,
  outbox,
  sessions,
  declarations,
  myData,
  dataDesk,
  employer,
  office,
  courses,
  issued,
}
