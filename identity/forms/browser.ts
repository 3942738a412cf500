import { createHmac, timingSafeEqual } from "node:crypto";
import type { Request, Response } from "express";
import type { Provider } from "oidc-provider";
import { newOpaqueId } from "../../shared/identifier.js";
import { SECOND_MS } from "../../shared/clock.js";
import { SESSION_SECONDS } from "../provider/lifetimes.js";

type Context = ReturnType<Provider["createContext"]>;
type Session = Awaited<ReturnType<Provider["Session"]["get"]>>;

const FORM_COOKIE = "confide_form";

export interface BrowserOptions {
  provider: Provider;
  csrfKey: Buffer;
  /** The origin of PUBLIC_URL: where our own forms come from. */
  ownOrigin: string;
}

/** The browser behind one request: who is signed in there, and whether its form is one of ours. */
export class Browser {
  private constructor(
    private readonly options: BrowserOptions,
    private readonly request: Request,
    private readonly context: Context,
    private readonly session: Session,
  ) {}

  static async of(options: BrowserOptions, request: Request, response: Response): Promise<Browser> {
    const context = options.provider.createContext(request, response);
    return new Browser(options, request, context, await options.provider.Session.get(context));
  }

  /** The signed-in person, or null. It is the provider's own session, so the dashboard shares it. */
  get personId(): string | null {
    return this.session.accountId ?? null;
  }

  /** A session of its own for each sign-in: an id that somebody planted before (fixation) is worth nothing after. */
  async signIn(personId: string): Promise<void> {
    const { provider } = this.options;
    if (this.session.accountId) await this.session.destroy();
    const session = new provider.Session();
    session.loginAccount({ accountId: personId, amr: ["pwd"] }); // RFC 8176
    await session.save(SESSION_SECONDS);
    const expires = new Date(session.exp * SECOND_MS);
    this.context.cookies.set(provider.cookieName("session"), session.jti, { ...this.cookie(), expires });
  }

  /** Ends the sign-in and with it every refresh token that hangs on it. */
  async signOut(): Promise<void> {
    if (this.session.accountId) await this.session.destroy();
    this.context.cookies.set(this.options.provider.cookieName("session"), null, this.cookie());
  }

  /**
   * The synchroniser token of this browser's forms: bound to a random cookie and to the sign-in by a keyed hash, so
   * that it needs no storage and is worth nothing in another browser or after another sign-in.
   */
  csrfToken(): string {
    let secret = this.context.cookies.get(FORM_COOKIE);
    if (!secret) {
      secret = newOpaqueId();
      this.context.cookies.set(FORM_COOKIE, secret, this.cookie());
    }
    return this.tokenOf(secret);
  }

  /** True for a form that we gave to this very browser. What another site sends carries neither cookie nor token. */
  isOwnForm(token: string): boolean {
    const origin = this.request.headers.origin;
    if (origin !== undefined && origin !== this.options.ownOrigin) return false;
    const secret = this.context.cookies.get(FORM_COOKIE);
    if (!secret) return false;
    const expected = Buffer.from(this.tokenOf(secret));
    const given = Buffer.from(token);
    return expected.length === given.length && timingSafeEqual(expected, given);
  }

  private tokenOf(secret: string): string {
    const signedIn = this.session.accountId ? this.session.uid : "";
    return createHmac("sha256", this.options.csrfKey).update(`${secret}|${signedIn}`).digest("base64url");
  }

  private cookie(): { httpOnly: boolean; sameSite: "lax"; secure: boolean; signed: boolean; path: string } {
    const secure = this.options.ownOrigin.startsWith("https:");
    return { httpOnly: true, sameSite: "lax", secure, signed: true, path: "/" };
  }
}
