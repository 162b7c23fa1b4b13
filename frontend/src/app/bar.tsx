import { Link } from "../url/link.tsx";
import { pathOf, type View, VIEWS } from "../url/routes.ts";
import css from "./bar.module.css";
import { LAZY_VIEWS, TITLES } from "./views.ts";

/** The bar at the top: the views, and which of them is shown. */
export function Bar({ view }: { readonly view: View | null }) {
  return (
    <header className={css.bar}>
      <Link to="/" className={css.name}>
        Voltwin
      </Link>
      <nav aria-label="Views" className={css.views}>
        {VIEWS.filter((one) => LAZY_VIEWS[one] !== undefined).map((one) => (
          <Link key={one} to={pathOf(one)} aria-current={one === view ? "page" : undefined}>
            {TITLES[one]}
          </Link>
        ))}
      </nav>
    </header>
  );
}
