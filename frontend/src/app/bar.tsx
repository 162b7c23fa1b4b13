import { Button } from "../ui/button.tsx";
import { Link } from "../url/link.tsx";
import { pathOf, type View, VIEWS } from "../url/routes.ts";
import css from "./bar.module.css";
import { ConnectionSign } from "./connection_sign.tsx";
import { ThemeChoice } from "./theme_choice.tsx";
import { LAZY_VIEWS, TITLES } from "./views.ts";
import { Who } from "./who.tsx";

interface BarProps {
  readonly view: View | null;
  readonly onHelp: () => void;
}

/** The bar at the top: the views, which of them is shown, and what is about the page as a whole. */
export function Bar({ view, onHelp }: BarProps) {
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
