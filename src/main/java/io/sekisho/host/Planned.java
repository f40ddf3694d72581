package io.sekisho.host;

/// What came out for a namespace.
sealed interface Planned {
  String namespace();

  int ports();

  /// Instead of it.
  default Planned impossible(String limit) {
    return new Impossible(namespace(), limit + " on one host");
  }

  record Plan(VpcPlan plan) implements Planned {
    @Override
    public String namespace() {
      return plan.namespace();
    }

    @Override
    public int ports() {
      return plan.guests().ports().size();
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
  }
}
