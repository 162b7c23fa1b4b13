import "./ui/tokens.css";
import "./ui/base.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { watchMe } from "./api/me.ts";
import { Shell } from "./app/shell.tsx";

const root = document.getElementById("page");
if (root === null) throw new Error("index.html has no element #page");
watchMe();
createRoot(root).render(
  <StrictMode>
    <Shell />
  </StrictMode>,
);
