"""Seeking a médecin traitant; desks."""

from django.urls import path

from maillage.care.views import desks, doctors, doctors_capacity, doctors_page

SPACE = "s/<slug:slug>/soins/medecins/"
DESKS = "s/<slug:slug>/soins/guichets/"
DOCTORS = [
    path(SPACE, doctors.doctors, name="doctors"),
    path(f"{SPACE}demander/", doctors.ask_doctor, name="ask_doctor"),
    path(f"{SPACE}places/", doctors_capacity.capacities, name="capacities"),
    path(f"{SPACE}places/<int:pk>/rendre/", doctors_capacity.give_all_back, name="give_all_back"),
    path(f"{SPACE}page/", doctors_page.doctors_page_rules, name="doctors_rules"),
    path(f"{SPACE}page/affiche/", doctors_page.doctors_poster, name="doctors_poster"),
    path(f"{SPACE}page/<slug:gesture>/", doctors_page.doctors_page_turn, name="doctors_page"),
    path(f"{SPACE}annee/<int:year>/", doctors_page.doctors_year, name="doctors_year"),
    path(f"{SPACE}<int:number>/", doctors.doctor, name="doctor"),
    path(f"{SPACE}<int:number>/<slug:gesture>/", doctors.doctor_gesture, name="doctor_gesture"),
    path(DESKS, desks.desks, name="desks"),
    path(f"{DESKS}<int:pk>/", desks.desk, name="desk"),
    path(f"{DESKS}<int:pk>/fiche/", desks.desk_sheet, name="desk_sheet"),
    path(f"{DESKS}<int:pk>/<slug:gesture>/", desks.turn_desk, name="turn_desk"),
]
