import { accessibility } from './en/accessibility.ts'
import { account } from './en/account.ts'
import { application } from './en/application.ts'
import { audit } from './en/audit.ts'
import { badge } from './en/badge.ts'
import { cases } from './en/cases.ts'
import { checks } from './en/checks.ts'
import { console } from './en/console.ts'
import { courses } from './en/courses.ts'
import { dataDesk } from './en/data-desk.ts'
import { declarations } from './en/declarations.ts'
import { employer } from './en/employer.ts'
import { endorsement } from './en/endorsement.ts'
import { frame } from './en/frame.ts'
import { front } from './en/front.ts'
import { imports } from './en/imports.ts'
import { issued } from './en/issued.ts'
import { ledger } from './en/ledger.ts'
import { log } from './en/log.ts'
import { myData } from './en/my-data.ts'
import { nomination } from './en/nomination.ts'
import { office } from './en/office.ts'
import { outbox } from './en/outbox.ts'
import { problem } from './en/problem.ts'
import { registers } from './en/registers.ts'
import { reviews } from './en/reviews.ts'
import { sessions } from './en/sessions.ts'
import { sharing } from './en/sharing.ts'
import { signIn } from './en/sign-in.ts'
import { verdict } from './en/verdict.ts'
import { verify } from './en/verify.ts'
import type { ja } from './ja.ts'

/** The same words in English. */
export const en: typeof ja = {
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
