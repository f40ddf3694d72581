package io.sekisho.cli;

import picocli.CommandLine.Command;

@Command(
    name = "set",
    description = "Change the switches of the metadata service.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  sekisho set instance web-1 --metadata-service on --protocol https",
      "  sekisho set bare-metal-server db-1 --metadata-service off",
      "  sekisho set account acme --metadata-service off"
    })
final class SetCommand {}
