package io.sekisho.gatewayapi;

import io.sekisho.estate.Holdings;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Pages;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// By what lists of resources in VPCs can be narrowed.
final class Filters {
  static final String NAME = "name";

  private static final String VPC_ID = "vpc.id";
  private static final String VPC_CRN = "vpc.crn";
  private static final String VPC_NAME = "vpc.name";

  private Filters() {}

  /// These parameters, and those of every such list.
  static Set<String> and(String... more) {
    Set<String> all = new HashSet<>(Set.of(Pages.GROUP, VPC_ID, VPC_CRN, VPC_NAME));
    all.addAll(List.of(more));
    return all;
  }

  /// Whether a resource is one of those asked for.
  static Predicate<Resource> of(Pages pages, Holdings holdings) {
    return pages
        .<Resource>where(Pages.GROUP, it -> it.identity().resourceGroup())
        .and(pages.where(NAME, Resource::name))
        .and(pages.where(VPC_ID, Resource::vpc))
        .and(pages.where(VPC_CRN, it -> vpc(holdings, it).identity().crn().toString()))
        .and(pages.where(VPC_NAME, it -> vpc(holdings, it).name()));
  }

  private static Vpc vpc(Holdings holdings, Resource it) {
    return holdings.get(Vpc.class, it.vpc());
  }
}
