/** Signing in: mail link, passkey, the office's own sign-in. */
export const signIn = {
  title: 'ログイン',
  lead: 'パスワードは使いません。メールで届くリンクか、パスキーでログインします。',
  email: 'メールアドレス',
  emailHint: '登録されているアドレスをお書きください。受講者の方は、申込みのときのアドレスです。',
  required: '必須',
  submit: 'リンクを送る',
  errorHeading: '送れませんでした',
  emailError: 'メールアドレスの形ではありません。例：name@example.jp',
  passkeyHeading: 'パスキーでログインする',
  passkeyAbout: '端末の画面ロック（指紋、顔、暗証番号）を使います。',
  passkeyUse: 'パスキーを使う',
  passkeyAdd: 'パスキーを作る',
  passkeyFailed: 'できませんでした。もう一度お試しください。',
  needsScript: 'パスキーには JavaScript が必要です。ブラウザの設定で有効にしてください。',
  officeHeading: '職員の方',
  officeButton: '組織のアカウントでログインする',
  officeFailed: {
    refused:
      '組織のアカウントではログインできませんでした。はじめからやり直してください。続くときは、このサービスの管理者に、アカウントが登録されているかお尋ねください。',
    unreachable: '組織のログインの窓口が、いま応答していません。少し待ってからやり直すか、パスキーかメールのリンクをお使いください。',
  },
  sent: {
    title: 'メールをご確認ください',
    paragraphs: [
      '登録されているアドレスであれば、15分間有効なリンクをお送りしました。',
      'このブラウザでリンクを開いてください。届かないときは、迷惑メールの入れ物と、アドレスの間違いをお確かめください。',
    ],
    again: 'もう一度送る',
  },
  link: {
    title: 'ログインする',
    paragraphs: ['下のボタンを押すとログインします。リンクは1回だけ使えます。'],
    submit: 'ログインする',
  },
  second: {
    title: 'パスキーが必要です',
    paragraphs: [
      'この役割では、ほかの人の情報を扱うため、メールのリンクや組織のアカウントだけでは入れません。',
      'はじめての方は、この端末にパスキーを作ってください。すでに作った方は、そのパスキーを使ってください。',
    ],
  },
}
