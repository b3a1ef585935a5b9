/** The messenger of a help center on a product's page: what `/messenger.js` puts on `window`. */

/** Why a call failed; `code` is one of these, or the code of a refused identity such as "expired". */
export interface MessengerError extends Error {
  name: "MessengerError";
  code:
    | "not_booted"
    | "unknown_call"
    | "timeout"
    | "blocked"
    | "shut_down"
    | "not_found"
    | "too_often"
    | "unavailable"
    | "unreachable"
    | "superseded"
    | (string & {});
}

/** A token about who is there, good for one use, or nothing when nobody is signed in. */
export type Identity = string | null | undefined;

export interface MessengerOptions {
  /** A token, or a function that fetches a fresh one: it is asked at the first opening and whenever it is needed anew. */
  identity?: Identity | (() => Promise<Identity>);
  /** The language, as in <html lang>; the help center's first one where it doesn't speak it. */
  locale?: string;
  /** false: the page has an opener of its own. */
  launcher?: boolean;
  /** What the frame is called. */
  title?: string;
  /** What the launcher is called while the messenger is closed. */
  label?: string;
  /** What gets the focus back on closing, when it isn't what had it at the opening. */
  opener?: HTMLElement;
}

export interface MessengerEvents {
  /** The frame is loaded and knows who is there. */
  ready: undefined;
  open: undefined;
  close: undefined;
  /** How many conversations have an answer that wasn't seen; 0 when all were. */
  unread: { count: number };
  /** The token was not accepted, and the frame shows nothing of who was there before. */
  identityRefused: { code: string; message?: string; detail?: string };
  /** A fresh token is needed and `identity` is no function: call `identify`. */
  identityWanted: undefined;
  /** A ticket was opened. */
  handedOver: { reference: string };
  /** A call failed; its promise rejects, too. */
  error: { call: string; code: MessengerError["code"]; message: string };
}

export interface MessengerCalls {
  /** Makes the launcher; again, it changes the options that it is given. Nothing is loaded yet. */
  boot(options?: MessengerOptions): Promise<void>;
  /** Says who is there now; `signedIn` is undefined while the messenger was never opened, as nobody was asked yet. */
  identify(who?: Pick<MessengerOptions, "identity">): Promise<{ signedIn: boolean | undefined }>;
  /** Resolves when a screen can be used. */
  open(): Promise<void>;
  close(): Promise<void>;
  toggle(): Promise<void>;
  /** Opens a help article by its number. Rejects with "not_found". */
  showArticle(article: number | string): Promise<void>;
  /** Opens one of the person's own conversations. Rejects with "not_found". */
  showConversation(reference: string): Promise<void>;
  /** Opens home with the text in its field, below what stands there already; nothing is sent. */
  newMessage(text?: string): Promise<void>;
  /** Listens to an event; resolves to the function that ends it. */
  on<Name extends keyof MessengerEvents>(
    event: Name,
    listener: (detail: MessengerEvents[Name]) => void,
  ): Promise<() => void>;
  /** Takes launcher and frame away and forgets who was there. Listeners stay for the next boot. */
  shutdown(): Promise<void>;
}

export type Messenger = MessengerCalls &
  (<Name extends keyof MessengerCalls>(
    call: Name,
    ...given: Parameters<MessengerCalls[Name]>
  ) => ReturnType<MessengerCalls[Name]>);

declare global {
  const Messenger: Messenger;
  interface Window {
    Messenger: Messenger;
  }
}
