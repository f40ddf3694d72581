package io.sekisho.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.control.Controller;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.metadata.Seed;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Subject;
import io.sekisho.web.Call;
import io.sekisho.web.Reply;
import io.sekisho.wire.ComputeView;
import io.sekisho.wire.View;
import java.util.Optional;
import java.util.function.BiFunction;

/// Where cloud-init finds its seed: for whoever starts the guest and may switch the seed on, and
/// for nobody who may only look.
final class Seeds {
  private final Controller control;
  private final BiFunction<Compute, Initiator, Optional<Problem>> shown;

  /// @param shown puts on record who is shown a seed, or says why not
  Seeds(Controller control, BiFunction<Compute, Initiator, Optional<Problem>> shown) {
    this.control = control;
    this.shown = shown;
  }

  Outcome<Reply> get(Kind kind, Call call) {
    return control
        .get(kind, call.resource(), call.by())
        .then(view -> subject(view).map(it -> seed(it, call)).orElseGet(Seeds::off))
        .map(seed -> Reply.json(200, seed));
  }

  private Optional<Subject> subject(View view) {
    return view instanceof ComputeView it ? control.snapshot().subject(it.id()) : Optional.empty();
  }

  /// With the mode said, one line suits cloud-init from before version 23.2, which would otherwise
  /// want another word, and those from 24 on, which warn of it.
  private Outcome<ComputeView.Seed> seed(Subject subject, Call call) {
    return Seed.url(subject)
        .map(
            url ->
                shown
                    .apply(subject.compute(), call.by())
                    .map(Outcome::<ComputeView.Seed>refuse)
                    .orElseGet(
                        () ->
                            Outcome.of(
                                new ComputeView.Seed(
                                    url,
                                    "ds=nocloud;dsmode=net;s=" + url,
                                    new String(Seed.NETWORK_CONFIG.document(subject), UTF_8)))))
        .orElseGet(Seeds::off);
  }

  private static Outcome<ComputeView.Seed> off() {
    return Outcome.refuse(
        Problem.of(
                Code.CONFLICT,
                "Its seed is off: switch it on with {\"cloud_init\": {\"seed\": true}}, or `sekisho"
                    + " set instance NAME --seed on`.")
            .field("cloud_init"));
  }
}
