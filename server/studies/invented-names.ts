/** Common first and last names of Germany, put together at random: nobody in particular is meant. */
export const firstNames: Record<"female" | "male", string[]> = {
  female:
    "Anna Birgit Claudia Daniela Elif Emma Franziska Gisela Hannah Ingrid Jana Karin Katharina Laura Lena Maria Marlene Monika Nadine Petra Renate Sabine Sofia Susanne Ursula Zeynep".split(
      " ",
    ),
  male: "Ahmet Andreas Bernd Christian Daniel Dieter Felix Frank Georg Hans Holger Jan Jonas Jürgen Klaus Leon Lukas Manfred Markus Martin Mehmet Michael Paul Peter Stefan Thomas Uwe Wolfgang".split(
    " ",
  ),
};

export const lastNames =
  "Albrecht Arslan Bauer Becker Berger Böhm Brandt Busch Dietrich Engel Fischer Franke Friedrich Graf Groß Günther Haas Hahn Hartmann Heinrich Hoffmann Horn Huber Jung Kaiser Keller Klein Koch Kowalski Krämer Krause Kühn Lange Lehmann Lorenz Ludwig Maier Martin Mayer Möller Nowak Otto Peters Pohl Richter Roth Sauer Schäfer Scholz Schreiber Schubert Schulte Seidel Simon Sommer Stein Thomas Vogel Vogt Wagner Walter Weber Werner Winkler Winter Wolf Yılmaz Ziegler Zimmermann".split(
    " ",
  );

export const streets =
  "Ahornweg Amselweg Bahnhofstraße Bergstraße Birkenallee Feldstraße Gartenweg Hauptstraße Lindenstraße Marktplatz Mühlenweg Ringstraße Schulstraße Sonnenhang Uferweg Waldstraße Wiesengrund".split(
    " ",
  );
