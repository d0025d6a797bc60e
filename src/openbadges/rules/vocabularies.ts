/** The closed vocabularies of Open Badges 3.0, B.1 (enumerations). All but `resultStatus` may be extended with `ext:` and a name. */
export const achievementTypes = new Set([
  'Achievement',
  'ApprenticeshipCertificate',
  'Assessment',
  'Assignment',
  'AssociateDegree',
  'Award',
  'Badge',
  'BachelorDegree',
  'Certificate',
  'CertificateOfCompletion',
  'Certification',
  'CommunityService',
  'Competency',
  'Course',
  'CoCurricular',
  'Degree',
  'Diploma',
  'DoctoralDegree',
  'Fieldwork',
  'GeneralEducationDevelopment',
  'JourneymanCertificate',
  'LearningProgram',
  'License',
  'Membership',
  'ProfessionalDoctorate',
  'QualityAssuranceCredential',
  'MasterCertificate',
  'MasterDegree',
  'MicroCredential',
  'ResearchDoctorate',
  'SecondarySchoolDiploma',
])

export const alignmentTargetTypes = new Set([
  'ceasn:Competency',
  'ceterms:Credential',
  'CFItem',
  'CFRubric',
  'CFRubricCriterion',
  'CFRubricCriterionLevel',
  'CTDL',
])

export const identifierTypes = new Set([
  'name',
  'sourcedId',
  'systemId',
  'productId',
  'userName',
  'accountId',
  'emailAddress',
  'nationalIdentityNumber',
  'isbn',
  'issn',
  'lisSourcedId',
  'oneRosterSourcedId',
  'sisSourcedId',
  'ltiContextId',
  'ltiDeploymentId',
  'ltiToolId',
  'ltiPlatformId',
  'ltiUserId',
  'identifier',
])

export const resultTypes = new Set([
  'GradePointAverage',
  'LetterGrade',
  'Percent',
  'PerformanceLevel',
  'PredictedScore',
  'RawScore',
  'Result',
  'RubricCriterion',
  'RubricCriterionLevel',
  'RubricScore',
  'ScaledScore',
  'Status',
])

export const resultStatuses = new Set(['Completed', 'Enrolled', 'Failed', 'InProgress', 'OnHold', 'Provisional', 'Withdrew'])

/** Types that fit the programme's badges (DM-12); own ones begin with `ext:`. */
export const programmeTypes = new Set([
  'CertificateOfCompletion',
  'Course',
  'MicroCredential',
  'Competency',
  'Certification',
  'Award',
  'Badge',
  'Achievement',
])

const EXTENSION = /^ext:[A-Za-z0-9._-]+$/

/** Whether a value is a term of the vocabulary, or an extension of it. */
export const isTermOrExtension = (vocabulary: ReadonlySet<string>, value: string): boolean => vocabulary.has(value) || EXTENSION.test(value)
