export interface CallController {
  /** Gives the request up; its taker learns of it at once. */
  abort(reason: Error): void;
}

export type AnswerHeaders = Record<string, string | string[] | undefined>;

/** Who learns of the answer to one request. undici's handlers have the same form. */
export interface AnswerTaker {
  /** Called when it is about to be sent: what is aborted here is not. */
  onRequestStart(controller: CallController): void;
  onResponseStart(controller: CallController, status: number, headers: AnswerHeaders): void;
  onResponseData(controller: CallController, piece: Buffer): void;
  onResponseEnd(controller: CallController): void;
  onResponseError(controller: CallController | null, error: Error): void;
}

export interface PostRequest {
  path: string;
  method: 'POST';
  /** Names and values by turns. */
  headers: string[];
  body: string;
}

/** Connections to one subgraph, over which each request is sent at most once. undici's pools have the same form. */
export interface SubgraphPool {
  dispatch(request: PostRequest, taker: AnswerTaker): unknown;
  /** Takes nothing more; what is under way ends by itself. */
  close(): Promise<void>;
  destroy(): Promise<void>;
}
