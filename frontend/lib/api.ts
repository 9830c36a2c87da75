import { t } from "./i18n";

/** Both values of a field that two people changed at once (HTTP 409). */
export interface Conflict {
  code: "conflict";
  field: string;
  yours: unknown;
  theirs: unknown;
  by: string;
  version: number;
  message: string;
}

/** A request that was refused; `message` is meant for the user. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly field: string | null = null,
    readonly conflict: Conflict | null = null,
  ) {
    super(message);
  }
}

/** The CSRF token: from the page's meta, else from the cookie. */
export function csrfToken(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  return meta || /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] || "";
}

type Method = "GET" | "POST" | "PATCH" | "DELETE";

interface Options {
  body?: unknown;
  version?: number | undefined;
  signal?: AbortSignal;
}

function headers(method: Method, options: Options): HeadersInit {
  const found: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") found["X-CSRFToken"] = csrfToken();
  if (options.body !== undefined) found["Content-Type"] = "application/json";
  if (options.version !== undefined) found["If-Match"] = String(options.version);
  return found;
}

/** Sends JSON and returns JSON; throws ApiError with a text for the user. */
export async function request<T>(method: Method, url: string, options: Options = {}): Promise<T> {
  const init: RequestInit = {
    method,
    headers: headers(method, options),
    credentials: "same-origin",
  };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  if (options.signal) init.signal = options.signal;
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, t("error.network"));
  }
  if (!response.ok) throw await refusal(response);
  return (response.status === 204 ? {} : await response.json()) as T;
}

async function refusal(response: Response): Promise<ApiError> {
  let body: Partial<Conflict> & { message?: string; field?: string } = {};
  try {
    body = await response.json();
  } catch {
    // A proxy's HTML page: the status must speak for itself.
  }
  // Without a version there is nothing to choose between: the row is being written right now.
  const clash = response.status === 409 && body.code === "conflict" && body.version !== undefined;
  const conflict = clash ? (body as Conflict) : null;
  return new ApiError(
    response.status,
    body.message || standard(response.status),
    body.field ?? null,
    conflict,
  );
}

function standard(status: number): string {
  if (status === 401) return t("error.signed_out");
  if (status === 403) return t("error.forbidden");
  if (status === 404 || status === 410) return t("error.gone");
  if (status === 400 || status === 422) return t("error.invalid");
  return t("error.server");
}
