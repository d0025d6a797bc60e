import type { JsonObject } from '../json.ts'
import { badgeContextWithServices, type StatusEntryReference, statusEntry } from './credential.ts'
import { jstDayEnd, jstDayStart, wholeSecond } from './jst-day.ts'
import { present } from './present.ts'
import type { UnsignedCredential } from './types.ts'

/** What an endorsement says, and about what (DOMAIN section 9). Texts are Japanese, Markdown allowed; days are JST `YYYY-MM-DD`. */
export type EndorsementStatement =
  | {
      /** 勤務先の確認: the employer about one signed badge, bound to its content */
      kind: 'confirmation'
      badgeId: string
      /** lasting address of exactly the signed version that is confirmed */
      badgeVersionUrl: string
      /** digest of the signed badge's bytes, `sriOfSha256(…)` */
      badgeDigestSRI: string
      confirmedOn: string
      /** post of the person who confirmed, never the name */
      confirmedBy: string
    }
  | {
      /** バッジの社内での扱い: the employer about a badge definition */
      kind: 'recognition'
      achievementId: string
      /** readable summary of the recognition */
      text: string
      /** address of the declaration's own JSON, which holds the structured terms */
      declarationUrl: string
    }
  | {
      /** 宣言企業: the secretariat about an employer */
      kind: 'declared'
      employerId: string
      corporateNumber?: string
      declaredOn: string
      untilOn: string
    }
  | {
      /** 顕彰企業: the secretariat about an employer */
      kind: 'honoured'
      employerId: string
      /** e.g. 優良事例 */
      category: string
      fiscalYear: number
      citation?: string
    }
  | {
      /** 県認定: the secretariat about a badge definition, or about the operator of the course */
      kind: 'approved_course'
      /** id of the achievement or of the operator's Profile */
      targetId: string
      courseName: string
      certifiedOn: string
    }

export interface EndorsementInput {
  /** the endorsement's own URL */
  id: string
  /** Profile of the signer: the employer, or the secretariat */
  issuer: JsonObject
  statement: EndorsementStatement
  /** instant of the signature, or the JST day from which it holds */
  validFrom: Date | string
  /** last JST day on which it holds, e.g. the end of the declaration */
  validUntilOn?: string
  /** lets a withdrawal show */
  status?: StatusEntryReference
  isDemo: boolean
}

/** `sha256-…` in base64 (Subresource Integrity) from a SHA-256 in hexadecimal. */
export const sriOfSha256 = (hex: string): string => `sha256-${Buffer.from(hex, 'hex').toString('base64')}`

const names: { [kind in EndorsementStatement['kind']]: string } = {
  confirmation: '勤務先による成果の確認',
  recognition: 'リスキリング推進宣言：このバッジの社内での扱い',
  declared: 'リスキリング推進宣言企業',
  honoured: 'リスキリング顕彰企業',
  approved_course: '県認定講座',
}

/** `credentialSubject.id` of the endorsement. */
export const endorsementTarget = (statement: EndorsementStatement): string => {
  switch (statement.kind) {
    case 'confirmation':
      return statement.badgeId
    case 'recognition':
      return statement.achievementId
    case 'declared':
    case 'honoured':
      return statement.employerId
    case 'approved_course':
      return statement.targetId
  }
}

/** What the endorsement says in words, as `endorsementComment` holds it. */
export const endorsementComment = (statement: EndorsementStatement): string => {
  switch (statement.kind) {
    case 'confirmation':
      return `当社は、上記の数値と本人の役割が当社の記録と一致することを確認しました（確認日 ${statement.confirmedOn}、確認者 ${statement.confirmedBy}）。`
    case 'recognition':
      return `${statement.text}\n\n詳しい条件（機械可読）: ${statement.declarationUrl}`
    case 'declared': {
      const number = statement.corporateNumber === undefined ? '' : `法人番号 ${statement.corporateNumber}。`
      return `リスキリング推進宣言を行っています（宣言日 ${statement.declaredOn}、有効期限 ${statement.untilOn}）。${number}`
    }
    case 'honoured':
      return [`${statement.fiscalYear}年度のリスキリング顕彰（${statement.category}）を受けました。`, statement.citation]
        .filter((part) => part !== undefined)
        .join('\n\n')
    case 'approved_course':
      return `「${statement.courseName}」は県認定講座です（認定日 ${statement.certifiedOn}）。`
  }
}

/**
 * An endorsement as a credential of its own, ready to be checked (Open Badges 3.0, B.1.7, B.1.8; DM-25).
 *
 * A confirmation is bound to the content of the badge that it confirms by `relatedResource`: a badge signed again, which embeds the
 * endorsement, has another digest, so the first version stays readable, and the resource is that version's own address. The badge's id would
 * not do: embedded in the badge it would be one node of the graph with it, and the digest a statement of the badge itself (SECURITY L3).
 *
 * @throws RangeError when a day is not a calendar day
 */
export const buildEndorsement = (input: EndorsementInput): UnsignedCredential => {
  const { statement } = input
  return {
    '@context': badgeContextWithServices(),
    id: input.id,
    type: ['VerifiableCredential', 'EndorsementCredential'],
    ...present({
      name: `${names[statement.kind]}${input.isDemo ? '（デモ）' : ''}`,
      issuer: input.issuer,
      validFrom: input.validFrom instanceof Date ? wholeSecond(input.validFrom) : jstDayStart(input.validFrom),
      validUntil: input.validUntilOn === undefined ? undefined : jstDayEnd(input.validUntilOn),
      credentialSubject: {
        id: endorsementTarget(statement),
        type: ['EndorsementSubject'],
        endorsementComment: endorsementComment(statement),
      },
      relatedResource:
        statement.kind === 'confirmation' ? [{ id: statement.badgeVersionUrl, digestSRI: statement.badgeDigestSRI }] : undefined,
      credentialStatus: input.status === undefined ? undefined : statusEntry(input.status),
    }),
  }
}
