import { Fold } from "../ui/fold.tsx";
import { Foreseeing } from "./foreseeing.tsx";
import css from "./forecast.module.css";
import { ObserveForm } from "./observe_form.tsx";
import { ObservedPart } from "./observed_part.tsx";
import { ScoresPart } from "./scores_part.tsx";

/** What may come, what is seen of the real network, and how good forecasts were against that. */
export default function ForecastPanel() {
  return (
    <div className={css.panel}>
      <Fold title="What may come" isOpenFirst>
        <Foreseeing />
      </Fold>
      <Fold title="Tell what is seen">
        <ObserveForm />
      </Fold>
      <Fold title="Observed against simulated">
        <ObservedPart />
      </Fold>
      <Fold title="How good forecasts were">
        <ScoresPart />
      </Fold>
    </div>
  );
}
