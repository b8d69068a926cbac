"""Words that help to see a name, and those that look like one and name nobody."""

#: Letters by which the trade says things, as « EHPAD ».
_ACRONYMS = """
    ACI AINS ALD ANSM AOD AOMI APA ARS ASALEE AVC AVK BPCO CAARUD CCAS CDS CHRU CHU CLIC CLS CMP CNAM COVID
    CPAM CPTS CRT CSAPA DAC DASRI DIU DMP DPC ECBU EHPAD EMSP EPI ESA ESCAP ESMS ESP ETP FINESS GIR HAD HAS
    HBA1C HBPM HCSP HDJ HDT HTA IDE IDEL IMC INR IPA IRC IRM IVA IVG MAIA MCO MDPH MGEN MMSE MOCA MSA MSP
    NACL NFS NIHSS NRBC ORL ORSAN OSNP PASA PASS PCH PCR PDSA PLAN PMI PPCS PPS PRADO PRS PTSM RAAC RAD RCP
    RPPS RSA SAAD SAMU SAS SCORE SDIS SISA SMR SMUR SNP SPASAD SSIAD SSR TDAH TDR TND TROD TSA UHR URPS USLD
    VAC VAD VIH VSL
"""
#: Words of care that one may write with a capital beside another, as « Injection », « Parkinson », « Lundi ».
_CARE = """
    afghan afghane albanais albanaise algérien algérienne anglais anglaise bulgare espagnol espagnole géorgien géorgienne italien
    italienne malien malienne marocain marocaine polonais polonaise portugais portugaise roumain roumaine russe syrien syrienne
    aidant aidante aidants allaitante anglophone arabophone asalée aveugle enceinte enfance francophone gouvernante hispanophone
    jeune jeunes jeunesse malentendant malentendante migrant migrante parent parentalité parents réfugié réfugiée secoué seul seule
    services solidarité solidarités sourd sourde victime victimes violent violente
    trisomie tunisien tunisienne turc turque ukrainien ukrainienne
    injection pansement pansements sonde bilan bilans score test échelle sous retour sortie entrée patient
    patiente patients patientes traitement surveillance suivi poche prise perfusion parcours fiche mutuelle
    protocole kit sac dose plaie plaies soin soins aide ordonnance parkinson alzheimer crohn covid lyme lewy
    charcot sjögren basedow hodgkin down turner horton raynaud enfant enfants bébé âgé âgée adulte fragile
    traceur complexe partenaire expert experte isolé isolée alité alitée opéré opérée handicapé handicapée
    dépendant dépendante hypertendu hypertendue insuffisant insuffisante porteur porteuse sortant sortante
    autonome précaire lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai
    juin juillet août septembre octobre novembre décembre occitanie montauban france toulouse urgence urgent
    urgente sans avec pour par dans depuis après avant chez aux les des une
"""
#: What comes before the name of a professional, of a place: « docteur », « EHPAD », « rue ».
_BEFORE = """
    docteur docteure dr professeur pr pharmacie officine cabinet laboratoire labo clinique hôpital centre
    ehpad résidence foyer maison collège lycée école université institut institution fondation association
    réseau salle espace amphithéâtre gymnase stade pôle place rue avenue boulevard bd cours quai route
    impasse allée allées chemin square esplanade quartier saint sainte st ste infirmier infirmière idel ide
    ipa kiné kinésithérapeute sage-femme dentiste orthophoniste podologue psychologue médecin pharmacien
    pharmacienne préparateur préparatrice secrétariat maison-médicale unité service équipe hameau lac parc
    plateforme village prix loi plan méthode dispositif
"""
#: Given to many in France, with and without accents; those that are everyday words, as « Rose », are left out.
_FIRST = """
    Abdel Adam Adele Adeline Adrien Adèle Agathe Agnes Agnès Ahmed Aicha Alain Albert Alexandra Alexandre
    Alfred Ali Alice Alicia Aline Alphonse Amandine Amelie Amina Amélie Anais Anaïs Andre Andree André
    Andrée Angele Angelique Angèle Angélique Anita Anna Anne Annick Annie Anthony Antoine Antoinette Arlette
    Armand Arnaud Arthur Audrey Aurelie Aurelien Aurore Aurélie Aurélien Axel Aïcha Baptiste Beatrice
    Benjamin Benoit Benoît Bernadette Bernard Berthe Bertrand Brigitte Bruno Béatrice Camille Carole
    Caroline Catherine Cecile Cedric Celine Chantal Charles Charlotte Chloe Chloé Christelle Christian
    Christiane Christine Christophe Claire Clara Claude Claudette Claudine Clemence Clement Clémence Clément
    Colette Corinne Cyril Cécile Cédric Céline Damien Daniel Daniele Danielle Danièle David Delphine Denis
    Denise Didier Dominique Edith Edmond Edouard Eleonore Eliane Elisabeth Elise Elodie Emile Emilie Emma
    Emmanuel Emmanuelle Enzo Eric Ernest Estelle Esther Etienne Eugene Eugène Evelyne Fabien Fabrice Fanny
    Farid Fatima Fatoumata Fernand Fernande Florence Florent Florian Franck Francois Francoise François
    Françoise Frederic Frederique Frédéric Frédérique Gabriel Gabrielle Gaston Genevieve Geneviève Georges
    Georgette Gerald Gerard Germaine Ghislaine Gilbert Gilberte Gilles Ginette Gisele Gisèle Guillaume
    Guillemette Gustave Guy Gérald Gérard Hassan Helene Henri Henriette Herve Hervé Hubert Hugo Huguette
    Hélène Ines Inès Irene Irène Isabelle Jacqueline Jacques Janine Jean Jeanne Jeannine Jennifer Jeremy
    Jerome Jessica Joel Joelle Johan Jonathan Jordan Jose Joseph Josephine Josette Josiane José Joséphine
    Joël Joëlle Jules Julia Julie Julien Juliette Justine Jérémy Jérôme Kader Karim Karine Kevin Khadija
    Laetitia Laure Laurence Laurent Lea Leo Leon Leonie Liliane Lina Lionel Loic Lola Louane Louis Louise
    Louisette Loïc Luc Lucas Lucette Lucie Lucien Lucienne Lydie Léa Léo Léon Léonie Madeleine Magali Manon
    Marc Marcel Marceline Marcelle Margaux Margot Maria Marie Marine Marion Marius Marthe Martin Martine
    Matheo Mathieu Mathilde Mathéo Matthieu Maurice Maxence Maxime Melanie Michel Michele Micheline Michèle
    Mireille Mohamed Mohammed Monique Morgane Muriel Mustapha Myriam Mélanie Nadege Nadia Nadine Nadège
    Nathalie Nathan Nicolas Nicole Noemie Noémie Odette Odile Olivier Pascal Pascale Patricia Patrick Paul
    Paule Paulette Pauline Philippe Pierre Pierrette Quentin Rachel Rachid Raphael Raphaël Raymond Raymonde
    Regine Regis Remi Remy Rene Renee René Renée Richard Robert Roger Roland Rolande Romain Rosalie Régine
    Régis Rémi Rémy Sabine Sabrina Samira Samuel Sandra Sandrine Sarah Sebastien Serge Simon Simone Solange
    Sonia Sophie Stephane Stephanie Stéphane Stéphanie Suzanne Sylvain Sylvie Sébastien Tatiana Theo Therese
    Thibault Thierry Thomas Théo Thérèse Tristan Valentin Valentine Valerie Valérie Vanessa Veronique Victor
    Victoria Vincent Virginie Viviane Véronique Xavier Yann Yannick Yasmina Yves Yvette Yvon Yvonne Zoe
    Zohra Zoé Édith Édouard Éliane Élisabeth Élise Élodie Éléonore Émile Émilie Éric Étienne Évelyne
"""
NO_NAMES = frozenset(f"{_ACRONYMS} {_CARE}".casefold().split())
BEFORE_NAMES = frozenset(_BEFORE.casefold().split())
FIRST_NAMES = frozenset(_FIRST.split())
