package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Inventories of one release as one of which each package is named once. Trivy judges packages one by one, by the release and nothing else
 * ({@code pkg/detector/ospkg}), so what it finds in a package of the union holds for every inventory that has it; images of one base, which
 * have most packages in common, cost little more than one. Pure.
 *
 * @param whole all packages; each is told by its place in the list
 * @param members what the union is of
 */
record PackageUnion(Inventory whole, List<Inventory> members) {

    /** Beyond it Trivy's search for the layer of each package, in the square of their number, would cost more than is saved. */
    static final int MOST_PACKAGES = 2_000;

    /** Of one such package follows that Trivy judges all others by the advisories of the company that made it. */
    private static final Pattern ROOT_IO = Pattern.compile("\\.root\\.io|-r[0-9]007[0-9]");

    private static final String SEAL = "seal-";

    PackageUnion {
        members = List.copyOf(members);
    }

    /** The inventories in as few unions as may be. */
    static List<PackageUnion> of(Collection<Inventory> inventories) {
        List<PackageUnion> unions = new ArrayList<>();
        Map<OperatingSystem, Growing> growing = new LinkedHashMap<>();
        for (Inventory inventory : inventories) {
            if (isJudgedAsAWhole(inventory)) {
                unions.add(new PackageUnion(inventory, List.of(inventory)));
                continue;
            }
            Growing union = growing.computeIfAbsent(inventory.os(), os -> new Growing());
            if (!union.takes(inventory)) {
                unions.add(union.grown());
                union = new Growing();
                growing.put(inventory.os(), union);
            }
            union.add(inventory);
        }
        growing.values().stream().map(Growing::grown).forEach(unions::add);
        return unions;
    }

    private static boolean isJudgedAsAWhole(Inventory inventory) {
        return inventory.packages().stream()
                .anyMatch(p -> ROOT_IO.matcher(p.version()).find()
                        || p.name().toLowerCase(Locale.ROOT).startsWith(SEAL)
                        || p.sourceName().toLowerCase(Locale.ROOT).startsWith(SEAL));
    }

    /** What was found in the packages of each member, where {@code found} has what was found in a package by its place in the whole. */
    <T> Map<Inventory, List<T>> apart(Map<Integer, List<T>> found) {
        Map<InstalledPackage, Integer> places = new HashMap<>();
        for (int place = 0; place < whole.packages().size(); place++) {
            places.put(whole.packages().get(place), place);
        }
        Map<Inventory, List<T>> apart = new LinkedHashMap<>();
        for (Inventory member : members) {
            apart.put(
                    member,
                    member.packages().stream()
                            .distinct()
                            .flatMap(p -> Stream.ofNullable(places.get(p)))
                            .flatMap(place -> found.getOrDefault(place, List.of()).stream())
                            .toList());
        }
        return apart;
    }

    private static final class Growing {
        private final Set<InstalledPackage> packages = new LinkedHashSet<>();
        private final List<Inventory> members = new ArrayList<>();

        /** The first is always taken. */
        boolean takes(Inventory inventory) {
            long more = inventory.packages().stream()
                    .filter(p -> !packages.contains(p))
                    .count();
            return members.isEmpty() || packages.size() + more <= MOST_PACKAGES;
        }

        void add(Inventory inventory) {
            packages.addAll(inventory.packages());
            members.add(inventory);
        }

        PackageUnion grown() {
            return new PackageUnion(new Inventory(members.getFirst().os(), false, List.copyOf(packages)), members);
        }
    }
}
