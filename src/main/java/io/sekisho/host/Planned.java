package io.sekisho.host;

/// What came out for a namespace.
sealed interface Planned {
  String namespace();

  /// How many guests' ports it has.
  int ports();

  /// How much else there is to be told of it; rules apart.
  long parts();

  Burden burden();

  /// Instead of it.
  default Planned impossible(String limit) {
    return new Impossible(namespace(), limit + " on one host");
  }

  /// @param left what is left out of it, and why; empty if nothing is
  record Plan(VpcPlan plan, Burden burden, String left) implements Planned {
    /// As much of a plan as there is room for.
    ///
    /// @param whose room it is
    static Plan of(VpcPlan whole, Burden room, Burden most, String whose) {
      Burden.Fit fit = room.fit(whole.envelope());
      String left =
          fit.left() == 0
              ? ""
              : ("%d security groups and network ACLs are left out, and let nothing pass: more than"
                      + " %d rules, or %d rules times the interfaces that they are for, %s on one"
                      + " host")
                  .formatted(fit.left(), most.rules(), most.steps(), whose);
      return new Plan(fit.left() == 0 ? whole : whole.with(fit.envelope()), fit.burden(), left);
    }

    @Override
    public String namespace() {
      return plan.namespace();
    }

    @Override
    public int ports() {
      return plan.guests().ports().size();
    }

    @Override
    public long parts() {
      return plan.parts();
    }
  }

  record Impossible(String namespace, String why) implements Planned {
    public Impossible {
      why = why.substring(0, Math.min(why.length(), HostPlan.LONGEST_REASON));
    }

    @Override
    public int ports() {
      return 0;
    }

    @Override
    public long parts() {
      return 0;
    }

    @Override
    public Burden burden() {
      return Burden.NONE;
    }
  }
}
