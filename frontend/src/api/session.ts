/** The token of whoever uses the page. It lives as long as this tab, and goes nowhere but into the
 * header of requests to the server. */

import { create } from "zustand";

const KEY = "voltwin.token";

interface Session {
  readonly token: string | null;
  /** The server has refused to answer without a token, or with this one. */
  readonly isRefused: boolean;
  readonly take: (token: string | null) => void;
  readonly refuse: () => void;
}

export const useSession = create<Session>((set) => ({
  token: window.sessionStorage.getItem(KEY),
  isRefused: false,
  take: (token) => {
    if (token === null) window.sessionStorage.removeItem(KEY);
    else window.sessionStorage.setItem(KEY, token);
    set({ token, isRefused: false });
  },
  refuse: () => set({ isRefused: true }),
}));
