package io.sekisho.groupingapi;

import io.sekisho.estate.Estate;
import io.sekisho.grouping.ResourceGroups;
import io.sekisho.grouping.Tagger;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.List;

/// All routes of this room.
public final class GroupingRoutes {
  private GroupingRoutes() {}

  public static List<Route> of(Estate estate) {
    List<Route> table = new ArrayList<>();
    table.addAll(new ResourceGroupRoutes(estate, new ResourceGroups(estate)).table());
    table.addAll(new TagRoutes(estate, new Tagger(estate)).table());
    return table;
  }
}
