import { Button } from "../ui/button.tsx";
import { Link } from "../url/link.tsx";
import { pathOf, type Route, VIEWS } from "../url/routes.ts";
import css from "./bar.module.css";
import { ConnectionSign } from "./connection_sign.tsx";
import { ThemeChoice } from "./theme_choice.tsx";
import { LAZY_VIEWS, TITLES } from "./views.ts";
import { Who } from "./who.tsx";

interface BarProps {
  /** What is shown; null where there is no such page. */
  readonly route: Route | null;
  readonly onHelp: () => void;
}

/** The bar at the top: the views, which of them is shown, and what is about the page as a whole. */
export function Bar({ route, onHelp }: BarProps) {
  const view = route?.view ?? null;
  const isInCity = view === "city";
  return (
    <header className={css.bar}>
      <Link to="/" isHere={isInCity && route?.id === null} className={css.name}>
        Voltwin
      </Link>
      <nav aria-label="Views" className={css.views}>
        {VIEWS.filter((one) => LAZY_VIEWS[one] !== undefined).map((one) => (
          <Link
            key={one}
            to={pathOf(one, one === "city" && isInCity ? route?.id : null)}
            isHere={one === "city" && isInCity}
            aria-current={one === view ? "page" : undefined}
          >
            {TITLES[one]}
          </Link>
        ))}
      </nav>
      <div className={css.tools}>
        <ConnectionSign />
        <Who />
        <ThemeChoice />
        <Button look="tool" title="Keyboard (?)" aria-label="Keyboard" onClick={onHelp}>
          ?
        </Button>
      </div>
    </header>
  );
}
