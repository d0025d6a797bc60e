import type { Text } from './text.ts'

/** How long what is kept in days, unless the setting says otherwise (DOMAIN section 13; SECURITY (e) 7, 9). What stands here is deleted or emptied. */
export const retentionDays = {
  /** answers to repeated requests with an `Idempotency-Key` */
  idempotency_answers: 7,
  /** imports that nobody confirmed, with their rows; counted from their upload */
  unconfirmed_imports: 30,
  /** the rows of imports that were confirmed, with names and addresses; the records made of them stay */
  import_rows: 90,
  /** address and content of mails that are past; that there was one stays */
  mails: 90,
  /** links of a learner to readers, with their logs; counted from their end */
  share_links: 180,
  /** secret links of mails that are over or were used */
  secret_links: 30,
  /** entries of a learner's own sharing among the records of provision */
  own_sharing: 365,
  /** parameters and results of long work that is finished */
  jobs: 90,
  /** the words of requests about personal data; counted from their decision */
  data_requests: 1095,
} as const

export type RetentionName = keyof typeof retentionDays
export type Retention = Record<RetentionName, number>
export const retentionNames = Object.keys(retentionDays) as RetentionName[]

/** Shorter would delete what is still in use, longer needs a reason that the law names. */
export const retentionRange = { least: 1, most: 3650 } as const

/** What is said in the place of a row of an import whose time is over. */
export const expiredRowText: Text = {
  ja: '保存期間を過ぎたため、この行の内容を削除しました。',
  en: 'The content of this row was deleted when its time was over.',
}
